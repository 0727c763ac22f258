from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "perfgoals.tables"
    verbose_name = "绩效目标"

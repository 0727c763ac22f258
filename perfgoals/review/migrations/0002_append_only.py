"""The database itself refuses to change or remove what was logged, whoever asks.

A later migration that rebuilds the table (as SQLite does for most changes) loses the triggers there and must call ``install`` again.
"""

from typing import Any

from django.db import migrations

_REFUSAL = '审核日志只能追加，不能修改或删除'

_SQLITE = (
    f"CREATE TRIGGER review_log_no_update BEFORE UPDATE ON review_logentry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER review_log_no_delete BEFORE DELETE ON review_logentry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    # INSERT OR REPLACE would remove the old row without asking the trigger above.
    'CREATE TRIGGER review_log_no_replace BEFORE INSERT ON review_logentry '
    'WHEN EXISTS (SELECT 1 FROM review_logentry WHERE number = NEW.number OR previous = NEW.previous) '
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
)
_POSTGRESQL = (
    'CREATE FUNCTION review_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
    # Emptying a log that is empty is no loss.
    "IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM review_logentry) THEN RETURN NULL; END IF; "
    f"RAISE EXCEPTION '{_REFUSAL}'; END $$",
    'CREATE TRIGGER review_log_no_change BEFORE UPDATE OR DELETE ON review_logentry FOR EACH ROW EXECUTE FUNCTION review_log_refuse()',
    'CREATE TRIGGER review_log_no_truncate BEFORE TRUNCATE ON review_logentry FOR EACH STATEMENT EXECUTE FUNCTION review_log_refuse()',
)
_GONE = {
    'sqlite': [f'DROP TRIGGER IF EXISTS review_log_no_{what}' for what in ('update', 'delete', 'replace')],
    'postgresql': ['DROP FUNCTION IF EXISTS review_log_refuse() CASCADE'],
}


def install(apps: Any, schema_editor: Any) -> None:
    for statement in {'sqlite': _SQLITE, 'postgresql': _POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    for statement in _GONE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('review', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]

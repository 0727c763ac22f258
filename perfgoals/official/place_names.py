"""Paths in words: ``indicators.annual[2].level1`` is 年度绩效指标第 3 行 一级指标."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WHOLE: Mapping[str, str] = {
    "": "全表",
    "layout": "版式",
    "year": "年度",
    "number": "册中序号",
    "money_unit": "金额单位",
    "department": "单位",
    "department.code": "单位编码",
    "department.name": "单位名称",
    "department.supervisor": "主管部门",
    "project": "项目",
    "project.code": "项目编码",
    "project.name": "项目名称",
    "project.attribute": "项目属性",
    "project.period": "项目期",
    "project.start": "开始日期",
    "project.end": "完成日期",
    "funding": "项目资金",
    "purpose": "资金用途",
    "disbursement": "资金支出计划",
    "goals": "绩效目标",
    "goals.period_label": "实施期目标的名称",
    "goals.period": "实施期目标",
    "goals.annual": "年度目标",
    "indicators": "绩效指标",
}
_SIDES: Mapping[str, str] = {"period": "实施期", "annual": "年度"}
_AMOUNTS: Mapping[str, str] = {
    "": "资金",
    ".total": "资金总额",
    ".fiscal": "资金 财政拨款",
    ".other": "资金 其他资金",
    ".parts": "资金明细",
}
_COLUMNS: Mapping[str, str] = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "指标值确定依据",
    "comparator": "指标性质",
    "number": "数值",
    "unit": "度量单位",
    "weight": "分值",
}
_PARTS: Mapping[str, str] = {"name": "名称", "amount": "金额", "by": "时点", "value": "累计"}

_ROW = re.compile(r"(.+)\[(\d{1,9})\](?:\.(\w+))?")


def place_name(path: str) -> str:
    """The place as a person would say it; the path itself where no form has such a place."""
    if path in _WHOLE:
        return _WHOLE[path]
    if row := _ROW.fullmatch(path):
        return _in_a_row(path, *row.groups(default=""))
    group, _, rest = path.partition(".")
    side, dot, amount = rest.partition(".")
    if side in _SIDES and group == "indicators" and not dot:
        return f"{_SIDES[side]}绩效指标"
    if side in _SIDES and group == "funding" and dot + amount in _AMOUNTS:
        return f"{_SIDES[side]}{_AMOUNTS[dot + amount]}"
    return path


def _in_a_row(path: str, listed: str, index: str, column: str) -> str:
    whole = place_name(listed)
    counted, names = ("行", _COLUMNS) if listed.startswith("indicators.") else ("项", _PARTS)
    if whole == listed or (column and column not in names):
        return path
    return f"{whole}第 {int(index) + 1} {counted}" + (f" {names[column]}" if column else "")

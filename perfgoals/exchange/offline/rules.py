"""What Excel asks of a cell while it is filled in: choices, and hints that warn but do not stop. What counts is asked again later."""

from __future__ import annotations

from typing import Any

from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.layout_file import Layout

Rule = dict[str, Any]
"""A validation as XlsxWriter takes it."""

_VALUE_HINT = "先写比较符，再写数字和单位，如 ≥95%、≤30天、=100台、不少于3次；不能量化的写文字，如 及时、明显提高。"
_AMOUNT_HINT = "填以{unit}为单位的数字，如 {example}；还不知道就留空，空白不等于 0。"
_STAGE_HINT = "填到这一时点累计支出的百分比，如 25，最后一项一般为 100。"
_LEVEL2_HINT = "从列表中选择。这一行归入所选的二级指标；“{level1}”以外的指标请填在各自一级指标下的空行。"


def rule_of(path: str, form: Layout) -> Rule | None:
    """The rule of a cell at this path (``[]`` for every index); None where anything goes."""
    if path.startswith("funding."):
        example = "350000" if form.money_unit == "元" else "19.00"
        return _amount(form.money_unit, _AMOUNT_HINT.format(unit=form.money_unit, example=example))
    if path == "disbursement[].value":
        return {"validate": "any", "input_title": "累计支出", "input_message": _STAGE_HINT}
    if options := _options(path, form):
        return _choice(options, "warning", "这一项一般从列表中选择")
    hint = {"input_title": "指标值", "input_message": _VALUE_HINT} if path.endswith("[].value") else {}
    if limit := form.limits.get(path):
        return hint | _at_most(limit)
    return hint | {"validate": "any"} if hint else None


def rule_of_level2(level1: str, framework: Hierarchy) -> Rule:
    """The choice of 二级指标 in a row: those of its 一级指标, all of them where the framework does not know that."""
    names = {one.name: [two.name for two in one.level2] for one in framework.level1 if level1 in (one.name, *one.aliases)}
    every = [two.name for one in framework.level1 for two in one.level2]
    hint = {"input_title": "二级指标", "input_message": _LEVEL2_HINT.format(level1=level1)[:255]} if names else {}
    return hint | _choice(next(iter(names.values()), every), "stop", "请从列表中选择二级指标，其他名称不能归入本表的指标框架")


def _amount(unit: str, hint: str) -> Rule:
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "input_title": f"金额（{unit}）",
        "input_message": hint,
        "error_title": "请核对金额",
        "error_message": f"这里应是不小于 0 的数字，单位{unit}。确要这样填写吗？",
        "error_type": "warning",
    }


def _at_most(limit: int) -> Rule:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": limit,
        "error_title": "文字过长",
        "error_message": f"这一格最多 {limit} 个字，请精简。确要这样填写吗？",
        "error_type": "warning",
    }


def _choice(options: list[str], how: str, message: str) -> Rule:
    return {"validate": "list", "source": options, "error_title": "请核对", "error_message": message, "error_type": how}


def _options(path: str, form: Layout) -> list[str]:
    return next((list(cell.options) for row in form.rows for cell in row if cell.path == path), [])

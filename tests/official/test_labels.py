"""Labels in their many spellings, and the silences: what is no label is not taken for one."""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.labels import LONGEST, Head, Label, bare, head_of, label_of, layouts_by_likeness, printed_labels, side_named
from perfgoals.official.layout_file import FOLDER, all_layouts, load

VARIANTS = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))


def variants() -> list[tuple[str, str]]:
    """Every label of the file with the group it stands in."""
    groups = [(f"{part}.{name}", names) for part in ("fields", "funding", "goals", "blocks") for name, names in VARIANTS[part].items()]
    groups += [(part, VARIANTS[part]["names"]) for part in ("parts", "signs", "not_targets")]
    return [(group, name) for group, names in groups for name in names]


def test_no_label_stands_for_two_things() -> None:
    found = defaultdict(set)
    for group, name in variants():
        found[bare(name)].add(group)
    assert {name: groups for name, groups in found.items() if len(groups) > 1 and len({label_of(name)}) > 1} == {}
    assert {name for name, groups in found.items() if len(groups) > 1} == set()


def test_no_head_stands_for_two_columns() -> None:
    found = defaultdict(set)
    for field, names in VARIANTS["heads"].items():
        for name in names:
            found[name].add(field)
    assert {name: fields for name, fields in found.items() if len(fields) > 1} == {}


@pytest.mark.parametrize(("group", "name"), variants())
def test_every_label_of_the_file_is_known_and_stands_for_its_group(group: str, name: str) -> None:
    label = label_of(name)
    assert label is not None
    expected = {
        "parts": "part", "signs": "sign", "not_targets": "foreign", "funding.fiscal": "fiscal", "funding.other": "other",
        "goals.block": "goals", "goals.period": "goal", "goals.annual": "goal",
    }.get(group)  # fmt: skip
    part, _, rest = group.partition(".")
    assert label.kind == expected or (part, label.kind) in {("fields", "field"), ("funding", "total"), ("blocks", "block")}
    if part in ("fields", "blocks"):
        assert label.name == rest


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in VARIANTS["heads"].items() for name in names])
def test_every_head_of_the_file_heads_its_column(field: str, name: str) -> None:
    head = head_of(name)
    assert head is not None
    assert head.field == field


@pytest.mark.parametrize(
    "text",
    ["项目名称", " 项 目 名 称 ", "项目\n名称", "项目名称：", "项目名称:", "*项目名称",
     "★项目名称", "1.项目名称", "（1）项目名称", "一、项目名称",
     "(一)项目名称", "项目名称（全称）", "项目名称(必填)：", "　项目名称　"],
)  # fmt: skip
def test_what_does_not_matter_in_a_label(text: str) -> None:
    assert label_of(text) == Label("field", "project.name")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("主管部门及其编码", Label("field", "department.supervisor")),
        ("项目(专项)名称", Label("field", "project.name")),
        ("专项（项目）名称", Label("field", "project.name")),
        ("实施期资金总额：", Label("total", "total", "period")),
        ("年度资金总额：", Label("total", "total", "annual")),
        ("当年资金总额（万元）", Label("total", "total", "annual")),
        ("资金总额", Label("total", "total")),
        ("其中：财政拨款", Label("fiscal", "fiscal")),
        ("其中：\n财政资金", Label("fiscal", "fiscal")),
        ("其 他 资 金", Label("other", "other")),
        ("实施期绩效目标(2021年—2021年)", Label("goal", "period", "period")),
        ("年度总体目标", Label("goal", "annual", "annual")),
        ("总体目标", Label("goals", "goals")),
        ("项目资金\n（万元）", Label("block", "money")),
        ("资金支出计划\n（%）", Label("block", "plan")),
        ("3月底", Label("stage", "3月底")),
        ("12月底前", Label("stage", "12月底前")),
        ("第三季度", Label("stage", "第三季度")),
        ("填报人：", Label("sign", "sign")),
        ("实际完成值", Label("foreign", "foreign")),
    ],
)
def test_labels_of_published_tables(text: str, label: Label) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize(
    "text",
    ["", " ", "：", "（）", "智慧园区一期工程项目", "2021年", "776.98853", "13月底",
     "0月底", "3月底完成验收", "项目名称是修路", "产出指标", "≥90%",
     "完成项目资金支付", "目标1：", "指标1：", "无", "x" * (LONGEST + 1), "项目名称" + " " * LONGEST],
)  # fmt: skip
def test_what_is_no_label(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("一级指标", Head("level1")),
        ("二级\n指标", Head("level2")),
        ("三级指标(年度)", Head("level3", "annual")),
        ("三级指标（长期）", Head("level3", "period")),
        ("年度指标值", Head("value", "annual")),
        ("年度(/项目)指标值", Head("value", "annual")),
        ("指标值（包含数字及文字描述）", Head("value")),
        ("绩效指标描述", Head("description")),
        ("指标值确定依据", Head("basis")),
        ("分值", Head("weight")),
    ],
)
def test_heads_of_published_tables(text: str, head: Head) -> None:
    assert head_of(text) == head


@pytest.mark.parametrize("text", ["", "数量指标", "产出指标", "项目名称", "四级指标", "指标1：", "x" * 41])
def test_what_heads_no_column(text: str) -> None:
    assert head_of(text) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [("长期绩效指标", "period"), ("实施期目标", "period"), ("年度目标", "annual"), ("当年预期", "annual"), ("绩效指标", None), ("", None)],
)
def test_the_side_a_name_tells(text: str, side: str | None) -> None:
    assert side_named(text) == side


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    label_of(text)
    head_of(text)
    assert bare(text) == bare(f" {text}\n")


def test_whatever_a_form_prints_is_known() -> None:
    for form in all_layouts():
        for name in printed_labels(form):
            assert label_of(name) or head_of(name), (form.id, name)


@pytest.mark.parametrize("id", ["hebei", "henan", "national-2015"])
def test_a_form_is_the_likeliest_for_its_own_labels(id: str) -> None:
    form = load(id)
    assert layouts_by_likeness(printed_labels(form), frozenset(), len(form.sides))[0] is form


def test_nothing_known_of_a_table_and_the_national_form_comes_first_of_its_like() -> None:
    assert layouts_by_likeness(frozenset(), frozenset(), 2)[0].id in ("national-2015", "henan")
    assert {form.id for form in layouts_by_likeness(frozenset(), frozenset(), 1)} == {"hebei", "henan", "national-2015"}


def test_the_form_with_a_place_for_what_was_found_comes_first() -> None:
    found = printed_labels(load("henan"))
    assert (
        layouts_by_likeness(found | {"项目属性", "项目期"}, frozenset({"project.attribute", "project.period"}), 2)[0].id == "national-2015"
    )

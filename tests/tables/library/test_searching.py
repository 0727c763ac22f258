"""Looking things up: every word in the name or its initials, those that begin so first, then those more projects use."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfgoals.official.hierarchy import hierarchy
from perfgoals.tables.library.naming import folded, initials
from perfgoals.tables.library.searching import search, units_for, words_of
from perfgoals.tables.models import LibraryEntry

pytestmark = pytest.mark.django_db


def entry(level3: str, uses: int = 1, level2: str = "质量指标", **columns: Any) -> LibraryEntry:
    key = folded(level3)
    level1 = "产出指标"
    given = {"level1": level1, "level2": level2, "level3": level3, "folded": key, "initials": initials(key), "sector": "通用", "uses": uses}
    return LibraryEntry(**given | columns)


@pytest.fixture
def library(db: None) -> None:
    LibraryEntry.objects.bulk_create(
        [
            entry("群众满意度", 4, "服务对象满意度指标", value="≥90%", unit="%", sector="城乡社区"),
            entry("满意度调查次数", 1, "数量指标"),
            entry("企业满意度", 7, "服务对象满意度指标", sector="农林水"),
            entry("工程验收合格率", 2, sector="农林水"),
            entry("产品验收合格率", 2, sector="教育"),
            entry("PPP项目落地率", 1),
            entry("单座改造成本", 3, "经济成本指标"),
            entry("100%_覆盖", 1),
        ]
    )


def found(text: str = "", **asked: Any) -> list[str]:
    return [each.level3 for each in search(text, **asked)]


@pytest.mark.parametrize("text", ["群众满意度", "群众", "满意 群众", "qzmyd", "QZ", "qz 满意", "ＱＺＭＹＤ", "qunzhong qzmyd"[-5:]])
def test_it_is_found_by_words_and_initials(library: None, text: str) -> None:
    assert found(text)[0] == "群众满意度"


def test_those_that_begin_so_stand_first_then_the_most_used(library: None) -> None:
    assert found("满意度") == ["满意度调查次数", "企业满意度", "群众满意度"]
    assert found("myd") == ["满意度调查次数", "企业满意度", "群众满意度"]


def test_of_equals_those_of_ones_own_sector_stand_first(library: None) -> None:
    assert found("合格率", prefer="农林水") == ["工程验收合格率", "产品验收合格率"]
    assert found("合格率", prefer="教育") == ["产品验收合格率", "工程验收合格率"]


@pytest.mark.parametrize("text", ["群众合格", "群众 合格", "zzz", "？！", "%", "_", "\\", "' OR 1=1 --", "群众满意度 x"])
def test_what_is_not_there_is_not_found(library: None, text: str) -> None:
    assert found(text) == []


def test_signs_beside_a_word_count_for_nothing(library: None) -> None:
    assert found("“群众”，") == ["群众满意度"]
    assert found("群众 -") == ["群众满意度"]


def test_by_level2_or_its_alias(library: None) -> None:
    assert found(level2="服务对象满意度指标") == ["企业满意度", "群众满意度"]
    assert found("qz", level2="服务对象满意度") == ["群众满意度"]
    assert found(level2="没有这一项") == []
    assert found(level2="甲" * 100_000) == []


def test_only_what_the_framework_has_a_place_for(library: None) -> None:
    assert "单座改造成本" in found("")
    assert "单座改造成本" not in found("", framework=hierarchy("2015"))
    assert found("", framework=hierarchy("2021"), level2="经济成本") == ["单座改造成本"]
    assert found("", framework=hierarchy("2015"), level2="经济成本指标") == []


def test_by_sector(library: None) -> None:
    assert found(sector="农林水") == ["企业满意度", "工程验收合格率"]


def test_nothing_asked_is_everything_the_most_used_first(library: None) -> None:
    assert found("  ")[:2] == ["企业满意度", "群众满意度"]
    assert len(found()) == 8


def test_a_long_text_is_cut() -> None:
    assert len(words_of("满意 " * 10_000)) == 8
    assert words_of("甲" * 10_000) == ["甲" * 100]


def test_units_others_use_stand_before_those_of_the_name(library: None) -> None:
    LibraryEntry.objects.filter(level3="单座改造成本").update(unit="元/座")
    assert units_for("经济成本", "单座改造成本")[:2] == ["元/座", "万元"]
    assert units_for("成本指标", "单座改造成本")[0] == "万元"
    assert units_for("\0", "\ud800") == []


@pytest.fixture
def odd(db: None) -> list[LibraryEntry]:
    """Entries with the characters that databases compare each in its own way."""
    names = ("群众满意度", "PPP项目落地率", "６Ｓ标准化率", "İstanbulß", "㎡面积", "合格率", "㐂𠮷䶮")
    return LibraryEntry.objects.bulk_create([entry(name) for name in names])


letters = st.sampled_from("群众满意度合格率pqzmydPSß6İ㎡㐂𠮷％_\\'\"-  \t\0\ud800")
typed = st.one_of(st.text(letters, max_size=12), st.text(max_size=20))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=typed, level2=st.one_of(st.just(""), typed))
def test_any_text_is_answered_with_what_holds_its_words_and_nothing_else(odd: list[LibraryEntry], text: str, level2: str) -> None:
    assert found(text, level2="甲" + level2) == []
    assert sorted(found(text)) == sorted(each.level3 for each in odd if _holds(each, text))


def _holds(each: LibraryEntry, text: str) -> bool:
    words = words_of(text)
    nothing_to_find = bool(text.strip()) and not words
    return not nothing_to_find and all(word in each.folded or (word.isascii() and word in each.initials) for word in words)

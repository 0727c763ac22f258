"""The sector a project belongs to, guessed from names."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.library.data import data_file
from perfgoals.tables.library.sectors import GENERAL, is_general, sector_names, sector_of, without_common_words


@pytest.mark.parametrize(
    ("project", "department", "sector"),
    [
        ("农村饮水管网延伸", "某县水利服务中心", "农林水"),
        ("公交补贴", "沧州临港经济技术开发区综合行政执法局本级", "交通运输"),
        ("经二路南延", "河南濮阳工业园区建设局", "城乡社区"),  # 工业园区 is where the unit is, not what it does
        ("雪亮工程“满天星”二期", "公安分局", "公共安全"),
        ("气候可行性论证报告", "农业农村服务中心", "自然资源海洋气象等"),
        ("人口变动抽样调查", "河南濮阳工业园区统计局", "一般公共服务"),
        ("应急整治专项", "濮阳工业园区应急管理办公室", "灾害防治及应急管理"),
        ("专项经费", "", GENERAL),
        ("", "", GENERAL),
    ],
)
def test_the_sector_of_a_project(project: str, department: str, sector: str) -> None:
    assert sector_of(project, department) == sector


def test_a_word_belongs_to_one_sector() -> None:
    words = Counter(word for known in data_file("sectors.toml")["sectors"].values() for word in known)
    assert [word for word, count in words.items() if count > 1] == []


def test_general_is_no_sector() -> None:
    assert GENERAL not in sector_names()
    assert len(sector_names()) == len(set(sector_names()))


@pytest.mark.parametrize("name", ["垃圾清运", "环卫清扫项目", "食品安全监管专项经费"])
def test_a_name_of_common_words_is_general(name: str) -> None:
    assert is_general(name)


@pytest.mark.parametrize("name", ["经二路南延", "廉政教育馆建设", "财政局", "濮阳市"])
def test_a_name_of_its_own_is_not(name: str) -> None:
    assert not is_general(name)


def test_common_words_aside() -> None:
    assert without_common_words("农村饮水工程维修养护专项经费") == "农村饮水"


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_name_has_a_sector(project: str, department: str) -> None:
    assert sector_of(project, department) in (*sector_names(), GENERAL)

"""A unit and its code in one cell, as offices write it, and the way back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.unit_line import code_and_name, unit_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("某局", ("", "某局")),
        ("  某局 ", ("", "某局")),
        ("342001沧州某局本级", ("342001", "沧州某局本级")),
        ("342001 某局", ("342001", "某局")),
        ("342001\n某局", ("342001", "某局")),
        ("[055]某局", ("055", "某局")),
        ("【055】某局", ("055", "某局")),
        ("219-某局", ("219", "某局")),
        ("219 — 某局", ("219", "某局")),
        ("219_某局", ("219", "某局")),
        ("某局 308001", ("308001", "某局")),
        ("某局308001", ("308001", "某局")),
        ("某局（308001）", ("308001", "某局")),
        ("某局[308001]", ("308001", "某局")),
        ("342001", ("342001", "")),
    ],
)
def test_as_offices_write_it(text: str, expected: tuple[str, str]) -> None:
    assert code_and_name(text) == expected


@pytest.mark.parametrize("name", ["120急救中心", "12345热线", "第2中学", "某局2021", "濮阳工业园区 经济发展局", "某局（本级）", "1", "055"])
def test_a_number_that_belongs_to_the_name_stays_there(name: str) -> None:
    assert code_and_name(name) == ("", name)


NAMES = st.text("甲乙丙局委（）()、ABab-—_ ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.from_regex(r"\A[0-9]{6,9}\Z"), NAMES)
def test_a_code_of_six_figures_can_be_read_back(code: str, name: str) -> None:
    assert code_and_name(unit_text(code, name)) == (code, name)


@given(st.from_regex(r"\A[0-9A-Z]{2,5}\Z"), NAMES)
def test_a_short_code_can_be_read_back(code: str, name: str) -> None:
    assert code_and_name(unit_text(code, name)) == (code, name)


@given(NAMES)
def test_a_name_alone_can_be_read_back(name: str) -> None:
    assert code_and_name(unit_text("", name)) == ("", name)


def test_it_is_written_together_as_published_forms_do() -> None:
    assert unit_text("342001", "某局") == "342001某局"
    assert unit_text("055", "某局") == "[055]某局"
    assert unit_text("", "某局") == "某局"
    assert unit_text("342001", "") == "342001"


@given(st.text(max_size=40))
def test_nothing_visible_is_lost(text: str) -> None:
    code, name = code_and_name(text)
    assert all(sign in code + name or sign.isspace() or sign in "[]【】（）()-—_" for sign in text)


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    start = time.process_time()
    for text in ("甲" + " " * 50_000 + "乙", "1" * 50_000 + "x1", "a " * 50_000, "a12345" * 20_000):
        code_and_name(text)
    assert time.process_time() - start < 5

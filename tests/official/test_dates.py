"""Dates in texts."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.dates import PrintedDate, find_date


@pytest.mark.parametrize(
    ("text", "date", "last"),
    [
        ("2021年6月底前", PrintedDate(2021, 6, end=True, before=True), "2021-06-30"),
        ("2027年11月底前", PrintedDate(2027, 11, end=True, before=True), "2027-11-30"),
        ("2026年12月31日", PrintedDate(2026, 12, 31), "2026-12-31"),
        ("2026年12月31日以前", PrintedDate(2026, 12, 31, before=True), "2026-12-31"),
        ("二〇二六年十二月底前", PrintedDate(2026, 12, end=True, before=True), "2026-12-31"),
        ("2026-12-31", PrintedDate(2026, 12, 31), "2026-12-31"),
        ("2026/1/1", PrintedDate(2026, 1, 1), "2026-01-01"),
        ("2026.3.5前", PrintedDate(2026, 3, 5, before=True), "2026-03-05"),
        ("2024-01-01 00:00:00", PrintedDate(2024, 1, 1), "2024-01-01"),
        ("2019年", PrintedDate(2019), "2019-12-31"),
        ("2026年度", PrintedDate(2026), "2026-12-31"),
        ("2026年底", PrintedDate(2026, end=True), "2026-12-31"),
        ("2024年2月", PrintedDate(2024, 2), "2024-02-29"),
        ("2026年第三季度", PrintedDate(2026, quarter=3), "2026-09-30"),
        ("2026年二季度末", PrintedDate(2026, quarter=2, end=True), "2026-06-30"),
        ("2026年上半年", PrintedDate(2026, 6), "2026-06-30"),
        ("2026年6月中旬", PrintedDate(2026, 6, 20), "2026-06-20"),
        ("2026年6月下旬", PrintedDate(2026, 6, end=True), "2026-06-30"),
    ],
)
def test_a_date_with_a_year(text: str, date: PrintedDate, last: str) -> None:
    found = find_date(text)
    assert found is not None
    assert (found.date, found.start, found.lead, found.tail, found.doubtful) == (date, None, "", "", False)
    assert date.last_day() == datetime.date.fromisoformat(last)
    assert date.valid


@pytest.mark.parametrize(
    ("text", "date", "last"),
    [
        ("12月31日前", PrintedDate(month=12, day=31, before=True), "2026-12-31"),
        ("6月底", PrintedDate(month=6, end=True), "2026-06-30"),
        ("2月底前", PrintedDate(month=2, end=True, before=True), "2026-02-28"),
        ("第三季度", PrintedDate(quarter=3), "2026-09-30"),
        ("年底前", PrintedDate(end=True, before=True), "2026-12-31"),
        ("本年度末", PrintedDate(end=True), "2026-12-31"),
        ("下半年", PrintedDate(month=12), "2026-12-31"),
    ],
)
def test_a_date_without_a_year_takes_the_one_given(text: str, date: PrintedDate, last: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.date == date
    assert date.last_day() is None
    assert date.last_day(2026) == datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年1-12月", "2026-01-01", "2026-12-31"),
        ("2026年3月至9月底", "2026-03-01", "2026-09-30"),
        ("2024-01-01至2024-12-31", "2024-01-01", "2024-12-31"),
        ("2024年1月1日至12月31日", "2024-01-01", "2024-12-31"),
        ("2026年1月起至2028年6月", "2026-01-01", "2028-06-30"),
        ("2023.07-2024.01", "2023-07-01", "2024-01-31"),
        ("2023.7-2024.1", "2023-07-01", "2024-01-31"),
        ("2024-01-2024-12", "2024-01-01", "2024-12-31"),
        ("202001-202012", "2020-01-01", "2020-12-31"),
        ("20200115-20201231", "2020-01-15", "2020-12-31"),
        ("2023-2025年", "2023-01-01", "2025-12-31"),
        ("2023年—2025年", "2023-01-01", "2025-12-31"),
        ("2026-2028", "2026-01-01", "2028-12-31"),
    ],
)
def test_a_span(text: str, first: str, last: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.start is not None
    assert (found.start.first_day(), found.date.last_day()) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize(("text", "lead", "tail"), [("计划于2026年9月完工", "计划于", "完工"), ("截至2026-12-31止", "截至", "止")])
def test_the_words_around_a_date(text: str, lead: str, tail: str) -> None:
    found = find_date(text)
    assert found is not None
    assert (found.lead, found.tail) == (lead, tail)


@pytest.mark.parametrize("text", ["2025年13月", "2025年2月30日", "2025年0月", "4月31日", "2026-13-01"])
def test_an_impossible_date_is_found_and_not_valid(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert not found.date.valid
    assert found.date.last_day(2025) is None


def test_the_29th_of_february_is_valid_while_no_year_is_known() -> None:
    date = PrintedDate(month=2, day=29)
    assert date.valid
    assert date.last_day(2028) == datetime.date(2028, 2, 29)
    assert date.last_day(2027) is None


@pytest.mark.parametrize("text", ["12月", "2023.07", "2026-2028", "3-5月"])
def test_what_may_be_a_number_is_doubtful(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.doubtful


@pytest.mark.parametrize(
    "text", ["", "12个月", "18月", "2023.7", "2023.50", "3个季度", "每月", "半年", "三年", "12345年", "95%", "1/3", "2024"]
)
def test_no_date(text: str) -> None:
    assert find_date(text) is None


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日"])
)
def test_every_day_is_read_as_printed(day: datetime.date, pattern: str) -> None:
    found = find_date(pattern.format(day.year, day.month, day.day))
    assert found is not None
    assert (found.date, found.doubtful) == (PrintedDate(day.year, day.month, day.day), False)
    assert found.date.first_day() == found.date.last_day() == day


@given(st.text(alphabet="0123456789年月日底前第三季度上半-/.至~十二〇一 旬份本", max_size=14))
def test_never_raises_and_the_words_are_what_is_left(text: str) -> None:
    found = find_date(text)
    if found is not None:
        assert text.startswith(found.lead)
        assert text.endswith(found.tail)
        assert len(found.lead) + len(found.tail) < len(text)
        found.date.last_day(2026)

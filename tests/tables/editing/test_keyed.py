"""A record with the names of its rows, read from the database, taken apart and put together."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.layout_file import layout_ids
from perfgoals.official.snapshot import SIDES, Funding, FundingSides, Part, Snapshot, Stage
from perfgoals.tables.editing.keyed import FIELDS_BESIDE, MIRRORED, Keyed, fixed_texts, from_data, keyed_of, to_data, with_text
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, published, stored
from tests.official.records import snapshots
from tests.tables.editing.wishing import key, keyed

records = st.sampled_from(layout_ids()).flatmap(lambda id: snapshots(id, most_rows=4))


def read(table: TargetTable) -> Keyed:
    return keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))


@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "henan-04"])
def test_a_table_is_read_with_the_keys_of_its_rows_in_their_order(cast: Cast, name: str) -> None:
    table = stored(published(name), cast.building)
    now = read(table)
    assert now.snapshot == published(name)
    for side in SIDES:
        listed = table.indicator_rows.filter(side=side).order_by("order")
        assert now.keys[side] == tuple(str(row.key) for row in listed)
        for index, one in enumerate(now.keys[side]):
            assert now.find(one) == (side, index)
    assert now.find(key(1)) is None


def test_what_stands_beside_the_form(table: TargetTable) -> None:
    assert read(table).beside == {"contacts.head": "", "contacts.author": "", "contacts.telephone": "", MIRRORED: ""}
    TargetTable.objects.update(head_name="王", author_name="张", telephone="1", is_mirrored=True)
    assert read(table).beside == {"contacts.head": "王", "contacts.author": "张", "contacts.telephone": "1", MIRRORED: "1"}
    assert read(table).is_mirrored
    assert not keyed(published("henan-10")).is_mirrored


@given(records, st.booleans())
def test_plain_data_and_back(record: Snapshot, mirrored: bool) -> None:
    before = keyed(record, mirrored=mirrored)
    assert from_data(json.loads(json.dumps(to_data(before)))) == before


@given(records)
def test_every_text_of_the_fixed_part_put_back_is_the_same_record(record: Snapshot) -> None:
    before = keyed(record)
    for path, text in fixed_texts(before).items():
        if path != "year":
            assert to_data(with_text(before, path, text)) == to_data(before)


@given(records, st.text(max_size=10))
def test_a_text_put_in_is_the_text_that_is_there(record: Snapshot, text: str) -> None:
    before = keyed(record)
    for path, was in fixed_texts(before).items():
        if path == "year":
            continue
        after = with_text(before, path, text)
        assert fixed_texts(after) == fixed_texts(before) | {path: text}
        assert to_data(with_text(after, path, was)) == to_data(before)


def test_the_texts_have_no_rows_and_no_blocks_that_are_missing() -> None:
    record = Snapshot("hebei", 2027, funding=FundingSides(annual=Funding(Decimal("19.00"), "约50万", "", (Part("结转", Decimal(1)),))))
    told = fixed_texts(keyed(record))
    funding = {path: text for path, text in told.items() if path.startswith("funding")}
    assert funding == {
        "funding.annual.total": "19.00",
        "funding.annual.fiscal": "约50万",
        "funding.annual.other": "",
        "funding.annual.parts[0].name": "结转",
        "funding.annual.parts[0].amount": "1",
    }
    assert told.keys() >= FIELDS_BESIDE.keys()
    assert not any(path.startswith("indicators") for path in fixed_texts(keyed(published("henan-10"))))


def test_an_amount_becomes_a_number_where_it_is_one() -> None:
    record = Snapshot("hebei", 2027, funding=FundingSides(annual=Funding(parts=(Part("结转", ""),))), disbursement=(Stage("3月底", ""),))
    after = keyed(record)
    for path, text in (("total", "35"), ("fiscal", "约50万"), ("other", "0.10"), ("parts[0].amount", "7")):
        after = with_text(after, f"funding.annual.{path}", text)
    assert after.snapshot.funding.annual == Funding(Decimal(35), "约50万", Decimal("0.10"), (Part("结转", Decimal(7)),))
    assert with_text(after, "disbursement[0].value", "25").snapshot.disbursement == (Stage("3月底", "25"),)
    assert with_text(after, "funding.annual.parts[0].name", "1").snapshot.funding.annual.parts[0].name == "1"  # type: ignore[union-attr]

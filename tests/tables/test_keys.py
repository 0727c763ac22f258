"""What is taken for the key of a row, and what for none."""

from __future__ import annotations

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.keys import is_key, key_in, keys_in

LARGEST = 2**63 - 1
"""Of a column of keys; what is beyond it would be an error of the database."""


@given(st.text(alphabet="0123456789+-_ .e²١", max_size=20))
def test_a_key_is_plain_digits_that_a_column_can_hold(text: str) -> None:
    if is_key(text):
        assert set(text) <= set("0123456789")
        assert key_in(text) == int(text) <= LARGEST
    else:
        with pytest.raises(Http404):
            key_in(text)


@pytest.mark.parametrize("text", ["", " 1", "1\n", "-1", "1.0", "١", "9" * 19])
def test_what_is_none(text: str) -> None:
    assert not is_key(text)


def test_keys_keep_their_order_and_are_there_once() -> None:
    assert keys_in(["3", "1", "3", "02"]) == [3, 1, 2]
    with pytest.raises(Http404):
        keys_in(["3", "x"])

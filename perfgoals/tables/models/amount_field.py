"""AmountField: an amount in 万元, kept to the last place or refused; it may be empty."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:  # only the type checker knows this field as generic
    from django.db.models.expressions import Combinable

    DecimalField = models.DecimalField[str | float | Decimal | Combinable | None, Decimal | None]
else:
    DecimalField = models.DecimalField

PLACES = 6  # of 万元: one 分
DIGITS = 15  # as many as SQLite, which keeps a float, gives back unchanged


def fits(amount: Decimal) -> bool:
    """Whether a column of this field holds the amount as it is."""
    return amount.is_finite() and abs(amount) < 10 ** (DIGITS - PLACES) and amount == amount.quantize(Decimal(1).scaleb(-PLACES))


class AmountField(DecimalField):
    """Both databases would round an amount of too many places without a word: here that is a ValueError."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": DIGITS, "decimal_places": PLACES} | kwargs)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, Decimal) and not fits(value):
            raise ValueError(f"{self.verbose_name} {value}：最多 {DIGITS - PLACES} 位整数和 {PLACES} 位小数，不四舍五入")
        return super().get_db_prep_save(value, connection)

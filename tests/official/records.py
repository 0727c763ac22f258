"""Random canonical records for the round trips: every layout, both sides, the characters that break careless programs."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from perfgoals.official.layout_file import Layout, load
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import (
    Department,
    Funding,
    FundingSides,
    Goals,
    Indicator,
    IndicatorSides,
    Project,
    Snapshot,
    Stage,
    to_json,
)
from perfgoals.official.unit_line import code_and_name, unit_text

# No character of a label in here: what a value that reads like a label would do is tested on its own.
ALPHABET = "甲乙丙丁戊己庚辛壬癸㐂𠮷䶮①㎡²≥≤%％‰…—“”‘’《》（）、，。；：！？ABab019=+-@<>&\"'/\\_#*|~`^$ "
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "<b>",
    "</td>",
    "&amp;",
    '"引号"',
    "_x0041_",
    "㐂𠮷䶮",
    "0",
    "-",
    "1/2",
    "2027-01-01",
    "1E5",
    "TRUE",
]

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(ALPHABET, min_size=1, max_size=30).map(str.strip).filter(bool),
)
maybe = st.one_of(st.just(""), words)
paragraphs = st.lists(words, min_size=0, max_size=3).map("\n".join)
amounts = st.one_of(
    st.just(""),
    st.decimals(min_value=0, max_value=Decimal("99999999.99999"), places=None, allow_nan=False, allow_infinity=False).map(
        _plain := lambda d: Decimal(format(round(d, 5), "f"))
    ),
)
stages = st.lists(
    st.tuples(
        st.sampled_from(["3月底", "6月底", "9月底", "10月底", "12月底"]),
        st.one_of(st.just(""), st.sampled_from(["0.25", "50", "100.00", "25%", "约一半"])),
    ),
    min_size=1,
    max_size=6,
)


def departments(with_supervisor: bool) -> st.SearchStrategy[Department]:
    codes = st.one_of(st.just(""), st.from_regex(r"\A[1-9]\d{5,8}\Z"))
    made = st.builds(Department, code=codes, name=maybe, supervisor=maybe if with_supervisor else st.just(""))
    return made.filter(lambda unit: code_and_name(unit_text(unit.code, unit.name)) == (unit.code, unit.name))


def indicator_lists(layout: Layout, side: str, most: int = 8) -> st.SearchStrategy[tuple[Indicator, ...]]:
    fields = {path.rpartition(".")[2] for path in layout.bound if path.startswith(f"indicators.{side}[]")} - {"level1", "level2"}
    names = [(one.name, two.name) for one in layout.hierarchy.level1 for two in one.level2]
    places = st.one_of(st.sampled_from(names), st.tuples(st.sampled_from([one for one, _ in names]), words))
    row = places.flatmap(lambda place: st.builds(Indicator, st.just(place[0]), st.just(place[1]), **dict.fromkeys(fields, maybe)))
    return st.lists(row, max_size=most).map(tuple)


def _goals(layout: Layout) -> st.SearchStrategy[Goals]:
    twin = "goals.period" in layout.bound
    return st.builds(
        Goals, period_label=st.just("实施期目标") if twin else st.just(""), period=paragraphs if twin else st.just(""), annual=paragraphs
    )


@st.composite
def snapshots(draw: st.DrawFn, layout_id: str, most_rows: int = 8) -> Snapshot:
    """A canonical snapshot in this layout: everything it says has a place in the form."""
    layout = load(layout_id)
    bound = layout.bound
    text_at = {
        path: draw(maybe) if path in bound else "" for path in ("project.name", "project.code", "project.attribute", "project.period")
    }
    funding = {
        side: draw(st.builds(Funding, total=amounts, fiscal=amounts, other=amounts)) if f"funding.{side}.total" in bound else None
        for side in ("period", "annual")
    }
    sides = {side: draw(indicator_lists(layout, side, most_rows)) for side in layout.sides}
    made = Snapshot(
        layout=layout_id,
        year=draw(st.integers(2015, 2040)),
        department=draw(departments("department.supervisor" in bound)),
        project=Project(**{path.partition(".")[2]: text for path, text in text_at.items()}),
        funding=FundingSides(**funding),
        purpose=draw(paragraphs) if "purpose" in bound else "",
        disbursement=tuple(Stage(*stage) for stage in draw(stages)) if layout.stages else (),
        goals=draw(_goals(layout)),
        indicators=IndicatorSides(**sides),
        number=draw(st.sampled_from(["", "4.", "12."])) if "number" in bound else "",
    )
    return mend(to_json(made))[0]

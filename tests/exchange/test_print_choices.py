"""打印选项: the sheet on its side and the binding margin, in every format, and nothing else changed by them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from perfgoals.exchange.print_choices import AS_IT_IS, PrintChoices, choices_of
from perfgoals.exchange.reading import recover_file
from perfgoals.exchange.variants import print_table, sheet_of
from perfgoals.grid.geometry import a4
from perfgoals.official.check_code import check_code
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, published, stored
from tests.grid.formats.test_pdf import read, sizes, squeeze

CENTIMETRE = 72 / 2.54
EVERY = [PrintChoices(landscape, binding) for landscape in (False, True) for binding in (False, True)]


def test_nothing_ticked_is_the_form_as_it_is(table: TargetTable) -> None:
    assert choices_of({}) == AS_IT_IS
    assert sheet_of(table, "draft", choices=AS_IT_IS) == sheet_of(table, "draft")
    assert choices_of({"landscape": "1", "binding": "1"}) == PrintChoices(True, True)


def test_a_form_that_lies_stays_lying(hebei_table: TargetTable) -> None:
    lying = sheet_of(hebei_table, "draft").grid.landscape
    assert sheet_of(hebei_table, "draft", choices=PrintChoices(binding=True)).grid.landscape == lying


@pytest.mark.parametrize("choices", EVERY, ids=str)
def test_the_paper_of_a_pdf_is_as_it_was_chosen_and_says_the_same(table: TargetTable, choices: PrintChoices) -> None:
    data = print_table(table, "filed", "pdf", choices=choices)
    assert set(sizes(data)) == {"841.89 x 595.276" if choices.landscape else "595.276 x 841.89"}
    assert f"校验码：{check_code(to_snapshot(table), table.pk)}" in squeeze("".join(read(data)))


@pytest.mark.parametrize("choices", EVERY, ids=str)
def test_margins_of_office_files(table: TargetTable, choices: PrintChoices) -> None:
    paper = a4(choices.landscape, CENTIMETRE if choices.binding else 0)
    side = "top" if choices.landscape else "left"
    sheet = etree.fromstring(ZipFile(BytesIO(print_table(table, "filed", "xlsx", choices=choices))).read("xl/worksheets/sheet1.xml"))
    (margins,) = sheet.findall("{*}pageMargins")
    assert float(margins.get(side)) * 72 == pytest.approx(getattr(paper, side), abs=0.1)
    document = etree.fromstring(ZipFile(BytesIO(print_table(table, "filed", "docx", choices=choices))).read("word/document.xml"))
    (margins,) = document.iterfind(".//{*}pgMar")
    (found,) = (value for name, value in margins.items() if name.endswith(f"}}{side}"))
    assert int(found) / 20 == pytest.approx(getattr(paper, side), abs=0.1)


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
def test_the_record_is_read_back_whatever_was_chosen(cast: Cast, file_format: str) -> None:
    table = stored(mend(to_json(published("henan-10")))[0], cast.building)
    (found,) = recover_file(print_table(table, "filed", file_format, choices=PrintChoices(True, True))).tables
    assert found.snapshot == to_snapshot(table)

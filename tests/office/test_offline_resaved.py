"""The offline file, opened and saved again by a real office program: dropdowns, locks and the hidden mark outlive it."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfgoals.exchange.offline.comparing import Comparison, three_way
from perfgoals.exchange.offline.reading import read_offline
from perfgoals.official.layout_file import load
from tests.exchange.offline.excel import NAMES, Excel, record, workbook
from tests.office.test_resaved import resaved

TABLES = ("henan-10", "hebei-01", "henan-01", "made-01")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("offline") / "offline.xlsx"
    path.write_bytes(workbook(*map(record, TABLES), version=3))
    return path


@pytest.mark.parametrize("target", ["xlsx:Calc MS Excel 2007 XML", "ods", "xls"])
def test_resaved_it_still_has_its_marks_and_keys_and_no_differences(written: Path, target: str, tmp_path: Path) -> None:
    [path] = resaved([written], target, tmp_path / "resaved")
    files = read_offline(path.read_bytes())
    assert [file.mark and (file.mark.table, file.mark.version) for file in files] == [(1, 3), (2, 3), (3, 3), (4, 3)]
    for name, file in zip(TABLES, files, strict=True):
        base = record(name)
        assert file.keys == base.keys
        assert three_way(base, base, file, load(base.snapshot.layout), NAMES) == Comparison()


def test_resaved_it_still_offers_its_choices_and_keeps_its_locks(written: Path, tmp_path: Path) -> None:
    [path] = resaved([written], "xlsx:Calc MS Excel 2007 XML", tmp_path / "resaved")
    excel = Excel(path.read_bytes())
    row = excel.row_of("质量指标", "F")
    rules = {rule.type: rule for rule in excel.sheet.data_validations.dataValidation if f"F{row}" in rule.sqref or "H5" in rule.sqref}
    assert str(rules["list"].formula1) == '"数量指标,质量指标,时效指标,成本指标"'
    assert (rules["decimal"].operator, rules["decimal"].errorStyle) == ("greaterThanOrEqual", "warning")
    assert excel.sheet.protection.sheet
    assert [excel.sheet[f"{column}{row}"].protection.locked for column in "BFGH"] == [True, False, False, False]
    assert excel.sheet.column_dimensions["I"].hidden

"""render_tables: JSON from anywhere into every format, and no file spoils the call for another."""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from perfgoals.grid.faces import MissingPart
from perfgoals.grid.formats import docx, xlsx
from perfgoals.official.layout_file import layout_ids
from perfgoals.official.mending import mend
from perfgoals.official.recover import recover
from tests.exchange.commands import Outcome, call, run

FORMATS = ("html", "pdf", "xlsx", "docx")
FORMS = (*layout_ids(), "department-goals")
STARTS = {"html": b"<!DOCTYPE html", "pdf": b"%PDF", "xlsx": b"PK\x03\x04", "docx": b"PK\x03\x04"}
TABLE: dict[str, Any] = {"layout": "henan", "year": 2027, "project": {"name": "修路"}, "department": {"name": "某局"}, "indicators": {}}


def render(*arguments: object, to: Path, file_format: str = "xlsx") -> Outcome:
    return call("render_tables", *arguments, "--format", file_format, "--to", to)


def saved(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
    return path


def printed(path: Path) -> str:
    """All text of a printed workbook or document."""
    grids = {".xlsx": xlsx, ".docx": docx}[path.suffix].read(path.read_bytes())
    return "\n".join(cell.text for grid in grids for cell in grid.cells if cell.text)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "新" / "文件夹"


@pytest.mark.parametrize("file_format", FORMATS)
def test_each_format(file_format: str, tables: Path, out: Path) -> None:
    outcome = render(tables / "json" / "henan-02.json", to=out, file_format=file_format)
    assert outcome == Outcome(0, "", "")
    assert files_in(out) == [f"henan-02.{file_format}"]
    content = (out / f"henan-02.{file_format}").read_bytes()
    assert content.startswith(STARTS[file_format])
    if file_format == "html":
        assert "修缮提升党风廉政教育中心" in content.decode("utf-8")


def test_what_was_printed_is_the_record(tables: Path, out: Path) -> None:
    names = ["henan-02", "hebei-04", "made-01"]
    render(*(tables / "json" / f"{name}.json" for name in names), to=out)
    for name in names:
        truth, _ = mend(json.loads((tables / "json" / f"{name}.json").read_text("utf-8")))
        [table] = recover(xlsx.read((out / f"{name}.xlsx").read_bytes())).tables
        assert table.snapshot == truth


def test_what_was_mended_is_said_on_stderr_with_the_file(tables: Path, out: Path) -> None:
    path = tables / "json" / "henan-09.json"
    outcome = render(path, to=out)
    assert (outcome.status, outcome.out) == (0, "")
    lines = outcome.err.splitlines()
    assert f"{path}: funding.annual.total：「66万元」读作 66 万元" in lines
    assert all(line.startswith(f"{path}: ") for line in lines)


def test_what_has_no_place_is_said_in_one_line(tmp_path: Path, out: Path) -> None:
    path = saved(tmp_path, "表.json", TABLE | {"purpose": "修路\n修桥"})
    assert render(path, to=out).err == f"{path}: purpose：此版式没有这一栏，未印出“修路 修桥”\n"


def test_department_goals_are_printed_like_a_table(tables: Path, out: Path) -> None:
    for file_format in FORMATS:
        assert render(tables / "json" / "hebei-overall-goals.json", to=out, file_format=file_format) == Outcome(0, "", "")
    assert "一、总体绩效目标" in printed(out / "hebei-overall-goals.docx")


def test_another_layout_and_what_it_has_no_place_for(tables: Path, out: Path) -> None:
    outcome = render(tables / "json" / "hebei-01.json", "--layout", "henan", to=out)
    assert outcome.status == 0
    assert "：此版式没有这一栏，未印出“13091626P00016110003L”" in outcome.err
    assert "实施期资金总额" in printed(out / "hebei-01.xlsx")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file_format", FORMATS)
def test_the_empty_form_of_each_layout_in_each_format(form: str, file_format: str, out: Path) -> None:
    assert render("--blank", form, "--year", "2027", to=out, file_format=file_format) == Outcome(0, "", "")
    assert files_in(out) == [f"{form}.{file_format}"]
    assert (out / f"{form}.{file_format}").read_bytes().startswith(STARTS[file_format])


@pytest.mark.parametrize("form", layout_ids())
def test_the_empty_form_has_the_rows_of_its_framework(form: str, out: Path) -> None:
    render("--blank", form, "--year", "2027", to=out)
    text = printed(out / f"{form}.xlsx")
    assert {"项目名称", "产出指标", "数量指标", "服务对象满意度指标"} <= set(text.splitlines())
    assert form == "hebei" or "（2027年度）" in text


def test_an_empty_form_without_a_year_leaves_room_for_it(out: Path) -> None:
    render("--blank", "henan", to=out)
    assert "（    年度）" in printed(out / "henan.xlsx")


def test_signature_lines_are_off_unless_wished(tables: Path, out: Path) -> None:
    path = tables / "json" / "henan-02.json"
    render(path, to=out)
    assert "单位盖章" not in printed(out / "henan-02.xlsx")
    render(path, "--signed", to=out)
    assert {"单位盖章：", "填报人：", "联系电话：", "填报日期："} <= set(printed(out / "henan-02.xlsx").splitlines())
    render("--blank", "hebei", "--signed", to=out, file_format="docx")
    assert "单位负责人：" in printed(out / "hebei.docx")


def test_check_code_and_mark_are_printed(tables: Path, out: Path) -> None:
    options = ("--check-code", "A1B2", "--mark", "送审稿")
    for file_format in ("xlsx", "docx"):
        render(tables / "json" / "henan-02.json", *options, to=out, file_format=file_format)
    parts = {name: zipfile.ZipFile(BytesIO((out / f"henan-02.{name}").read_bytes())) for name in ("xlsx", "docx")}
    whole = {name: b"".join(part.read(each) for each in part.namelist()).decode("utf-8", "replace") for name, part in parts.items()}
    assert "校验码：A1B2" in whole["xlsx"]
    assert "校验码：A1B2" in whole["docx"]
    assert "送审稿" in whole["docx"]


def test_two_processes_print_what_one_does(tables: Path, tmp_path: Path) -> None:
    paths = [tables / "json" / f"{name}.json" for name in ("henan-01", "henan-02", "hebei-01", "made-01")]
    broken = saved(tmp_path, "broken.json", b"{")
    one, two = (render(*paths, broken, "--jobs", jobs, to=tmp_path / f"j{jobs}", file_format="html") for jobs in (1, 2))
    assert one == two
    assert one.status == 2
    assert files_in(tmp_path / "j1") == files_in(tmp_path / "j2") == sorted(f"{path.stem}.html" for path in paths)
    for path in (tmp_path / "j1").iterdir():
        assert path.read_bytes() == (tmp_path / "j2" / path.name).read_bytes()


@pytest.mark.parametrize("jobs", ["0", "-3", "99"])
def test_any_number_of_processes_prints(jobs: str, tables: Path, out: Path) -> None:
    assert render(tables / "json" / "henan-02.json", "--jobs", jobs, to=out).status == 0
    assert files_in(out) == ["henan-02.xlsx"]


def test_two_files_of_one_name_are_refused_and_nothing_is_written(tmp_path: Path, out: Path) -> None:
    paths = [saved(tmp_path, name, TABLE) for name in ("甲/表.json", "乙/表.json", "丙.json")]
    outcome = render(*paths, to=out)
    assert outcome.status == 2
    assert str(paths[0]) in outcome.err
    assert str(paths[1]) in outcome.err
    assert not out.exists()
    assert render(paths[2], paths[2], to=out).status == 2
    assert not out.exists()


@pytest.mark.parametrize("arguments", [[], ["x.json", "--blank", "henan"], ["x.json", "--year", "2027"]])
def test_a_call_that_contradicts_itself_writes_nothing(arguments: list[str], out: Path) -> None:
    outcome = render(*arguments, to=out)
    assert outcome.status == 2
    assert "--blank" in outcome.err
    assert not out.exists()


@pytest.mark.parametrize("arguments", [["x.json", "--layout", "atlantis"], ["--blank", "atlantis"]])
def test_a_layout_that_there_is_not_is_a_mistake_in_the_call(arguments: list[str], out: Path) -> None:
    outcome = run("render_tables", *arguments, "--format", "xlsx", "--to", out)
    assert outcome.status == 2
    assert "henan" in outcome.err
    assert "Traceback" not in outcome.err
    assert not out.exists()


@pytest.mark.parametrize("options", [["--format", "odt", "--to", "x"], ["--format", "pdf"], ["--to", "x"]])
def test_format_and_folder_are_needed(options: list[str], tables: Path) -> None:
    assert run("render_tables", tables / "json" / "henan-02.json", *options).status == 2


UNREADABLE = {
    "空": (b"", "空"),
    "空白": (b" \n", "空"),
    "半截": (b'{"layout": "henan", "project"', "JSON 第 1 行第 30 列有误"),
    "国标": ('{"project": {"name": "修路"}}'.encode("gbk"), "UTF-8"),
    "十六位": ('{"project": {}}'.encode("utf-16"), "UTF-8"),
    "列表": ([TABLE], "一个文件应是一张表"),
    "别的": ({"a": 1}, "没有绩效目标表"),
    "文字": ("修路", "没有绩效目标表"),
    "空值": (b"null", "没有绩效目标表"),
    "无版式": ({"project": {}}, "没有版式“”；现有版式：hebei、henan、national-2015"),
    "错版式": (TABLE | {"layout": "atlantis"}, "没有版式“atlantis”；现有版式：hebei、henan、national-2015"),
    "深": (b'{"project":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "限度"),
    "长数": (b'{"project": {}, "year": ' + b"9" * 100_000 + b"}", "限度"),
    "过大": (b" " * (20 * 1024 * 1024 + 1), "20 MB"),
    "办公文件": (b"PK\x03\x04\x00\x00\xff\xfe", "UTF-8"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence_and_the_others_are_printed(
    name: str, tables: Path, tmp_path: Path, out: Path
) -> None:
    content, said = UNREADABLE[name]
    bad = saved(tmp_path, f"{name}.json", json.dumps(content).encode() if isinstance(content, str) else content)
    good = [tables / "json" / "henan-02.json", tables / "json" / "henan-07.json"]
    outcome = render(good[0], bad, good[1], to=out)
    assert outcome.status == 2
    [line] = [line for line in outcome.err.splitlines() if not line.startswith((f"{good[0]}: ", f"{good[1]}: "))]
    assert line.startswith(f"{bad}: ")
    assert said in line
    assert files_in(out) == ["henan-02.xlsx", "henan-07.xlsx"]


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path, out: Path) -> None:
    outcome = render(tmp_path / "没有.json", tmp_path, to=out)
    assert outcome.status == 2
    assert outcome.err.splitlines() == [
        f"{tmp_path / '没有.json'}: 没有这个文件，请检查文件名和路径",
        f"{tmp_path}: 这是文件夹，请写出其中的文件名",
    ]


def test_a_place_that_is_taken_is_told_and_the_others_are_printed(tables: Path, out: Path) -> None:
    (out / "henan-02.xlsx").mkdir(parents=True)
    outcome = render(tables / "json" / "henan-02.json", tables / "json" / "henan-07.json", to=out)
    assert outcome.status == 2
    assert f"{tables / 'json' / 'henan-02.json'}: 写不进 {out / 'henan-02.xlsx'}，请检查" in outcome.err
    assert files_in(out) == ["henan-02.xlsx", "henan-07.xlsx"]


def test_a_blank_form_whose_place_is_taken_is_told(out: Path) -> None:
    (out / "henan.xlsx").mkdir(parents=True)
    outcome = render("--blank", "henan", to=out)
    assert outcome.status == 2
    assert "写不进" in outcome.err


def test_a_folder_that_is_a_file_is_told(tables: Path, tmp_path: Path) -> None:
    taken = saved(tmp_path, "结果", b"x")
    for arguments in ([tables / "json" / "henan-02.json"], ["--blank", "henan"]):
        outcome = render(*arguments, to=taken)
        assert outcome.status == 2
        assert str(taken) in outcome.err
        assert "请" in outcome.err


FORGIVEN: dict[str, tuple[Any, str, str]] = {  # what the file says: what is printed, and the path that is told
    "单位": ({"funding": {"annual": {"total": "66万元"}}}, "66", "funding.annual.total"),
    "标记": ({"goals": {"annual": "<p>目标甲</p><p>目标乙</p>"}}, "目标甲\n目标乙", "goals.annual"),
    "说不清": ({"funding": {"annual": {"total": "约50万"}}}, "约50万", "funding.annual.total"),
    "数字": ({"funding": {"annual": {"total": 776.98853}}}, "776.98853", ""),
    "数字名": ({"project": {"name": 2027}}, "2027", ""),
    "空值": ({"goals": None, "funding": {"annual": None}, "disbursement": None, "project": {"name": "修路", "code": None}}, "修路", ""),
    "多余": ({"colour": "red"}, "修路", "colour"),
    "多余二": ({"project": {"name": "修路", "colour": "red"}}, "修路", "project.colour"),
    "错形": ({"indicators": [1, 2]}, "修路", "indicators"),
    "错形二": ({"project": ["修路"]}, "某局", "project"),
    "错形三": ({"indicators": {"annual": "里程"}}, "修路", "indicators.annual"),
    "年度": ({"year": "2027年"}, "（2027年度）", "year"),
    "缺一级": ({"indicators": {"annual": [{"level2": "数量指标", "level3": "里"}]}}, "产出指标", "indicators.annual[0].level1"),
    "公式": ({"project": {"name": "=1+1"}}, "=1+1", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGIVEN)
def test_json_from_outside_is_read_as_forgivingly_as_an_office_file(name: str, tmp_path: Path, out: Path) -> None:
    data, shown, told = FORGIVEN[name]
    path = saved(tmp_path, "表.json", TABLE | data)
    outcome = render(path, to=out)
    assert outcome.status == 0
    assert shown in printed(out / "表.xlsx")
    assert [line.removeprefix(f"{path}: ").partition("：")[0] for line in outcome.err.splitlines()] == ([told] if told else [])


def test_a_byte_order_mark_does_not_matter(tmp_path: Path, out: Path) -> None:
    path = saved(tmp_path, "表.json", json.dumps(TABLE).encode("utf-8-sig"))
    assert render(path, to=out) == Outcome(0, "", "")


@pytest.mark.parametrize("number", ["1e999999999", "1e99999999999999999999999", "-1e-999999999", "NaN", "Infinity"])
def test_a_number_without_measure_is_text_and_fills_no_memory(number: str, tmp_path: Path, out: Path) -> None:
    raw = f'{{"layout": "henan", "year": 2027, "project": {{"name": "修路"}}, "funding": {{"annual": {{"total": {number}}}}}}}'
    path = saved(tmp_path, "表.json", raw.encode())
    outcome = render(path, to=out)
    assert outcome.status == 0
    assert "funding.annual.total：" in outcome.err
    assert number in printed(out / "表.xlsx")


def test_lone_surrogates_are_taken_out(tmp_path: Path, out: Path) -> None:
    path = saved(tmp_path, "表.json", b'{"layout":"henan","year":2027,"project":{"name":"a\\ud800b"},"\\udfff":1}')
    outcome = run("render_tables", path, "--format", "docx", "--to", out)
    assert outcome.status == 0
    assert "project.name：已去除控制字符" in outcome.err
    assert "ab" in printed(out / "表.docx")


def test_in_a_process_of_its_own_without_a_database(tables: Path, tmp_path: Path, out: Path) -> None:
    bad = saved(tmp_path, "坏.json", b"{")
    nowhere = {"DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none"}
    outcome = run("render_tables", tables / "json" / "henan-02.json", bad, "--format", "xlsx", "--to", out, environment=nowhere)
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err == f"{bad}: JSON 第 1 行第 2 列有误，请改正后再试\n"
    assert files_in(out) == ["henan-02.xlsx"]


def test_in_two_processes_from_the_shell(tables: Path, out: Path) -> None:
    paths = [tables / "json" / f"{name}.json" for name in ("henan-02", "made-01", "hebei-overall-goals")]
    outcome = run("render_tables", *paths, "--format", "pdf", "--to", out, "--jobs", "2")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    assert files_in(out) == sorted(f"{path.stem}.pdf" for path in paths)


def test_landscape_turns_the_sheet(tables: Path, tmp_path: Path) -> None:
    call_command("render_tables", tables / "json" / "made-01.json", "--format", "pdf", "--to", tmp_path, "--landscape")
    said = subprocess.run(["pdfinfo", str(tmp_path / "made-01.pdf")], capture_output=True, text=True, check=True).stdout
    assert "841.89 x 595.276" in said


def test_missing_fonts_are_said_and_nothing_is_written(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: object) -> bytes:
        raise MissingPart("没有找到字体")

    monkeypatch.setattr("perfgoals.grid.formats.pdf_font.everyday", missing)
    with pytest.raises(SystemExit) as stopped:
        call_command("render_tables", tables / "json" / "made-01.json", "--format", "pdf", "--to", tmp_path)
    assert stopped.value.code == 2
    assert list(tmp_path.iterdir()) == []

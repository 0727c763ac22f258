"""PDF, read back with pdftotext: everything is there, numbers whole, neighbours apart."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings

from perfgoals.grid.faces import MissingPart
from perfgoals.grid.formats.pdf import write
from perfgoals.grid.formats.pdf_font import Typeface
from perfgoals.grid.model import Cell, Grid, fill
from tests.grid.grids import grids


def read(document: bytes, *options: str) -> list[str]:
    """The text of every page."""
    said = subprocess.run(["pdftotext", *options, "-", "-"], input=document, capture_output=True, check=True)
    return said.stdout.decode().split("\f")[:-1]


def inside(document: bytes) -> bytes:
    """The document with its compressed objects laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.S)
    opened = [zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78"]
    return b"\n".join([document, *opened])


def sizes(document: bytes) -> list[str]:
    said = subprocess.run(["pdfinfo", "-l", "-1", "-"], input=document, capture_output=True, check=True).stdout.decode()
    return re.findall(r"size:\s+(.*? x \S+)", said)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def form(rows: int = 3, goal: str = "完成率≥90%") -> Grid:
    cells = [
        Cell(0, 0, "项目支出绩效目标表", columns=4, role="title"),
        Cell(1, 0, "项目资金", role="label"),
        *(Cell(1, column, f"{column}76.98853", role="amount") for column in (1, 2, 3)),
        Cell(2, 0, "总体目标", role="label"),
        Cell(2, 1, goal, columns=3),
        *(Cell(3, column, f"列头{column}", role="head") for column in (1, 2, 3)),
        Cell(3, 0, "绩效指标", rows=rows + 1, role="label"),
        *(Cell(row, column, f"值{row}之{column}") for row in range(4, rows + 4) for column in (1, 2, 3)),
    ]
    return Grid(tuple(cells), head=(3, 4))


def test_every_value_is_a_word_of_its_own() -> None:
    words = read(write([form()]), "-layout")[0].split()
    assert {"176.98853", "276.98853", "376.98853", "值4之1", "值4之2", "值6之3", "完成率≥90%"} <= set(words)


def test_pages_repeat_head_and_label_and_lose_nothing() -> None:
    pages = read(write([form(rows=60)]), "-layout")
    assert len(pages) == 2
    assert "绩效指标" in pages[1]
    assert "（续）" in squeeze(pages[1])
    assert pages[1].split().count("列头2") == 1
    words = " ".join(pages).split()
    assert [words.count(f"值{row}之2") for row in range(4, 64)] == [1] * 60


def test_a_long_goal_flows_on() -> None:
    goal = "\n".join(f"目标{number}：保洁面积达到{number}.5万㎡" for number in range(100))
    text = squeeze("".join(read(write([form(goal=goal)]))))
    assert all(f"目标{number}：保洁面积达到{number}.5万㎡" in text for number in range(100))


def test_every_grid_counts_its_own_pages() -> None:
    pages = [squeeze(page) for page in read(write([form(rows=60), form()]))]
    assert [re.findall(r"第\d页共\d页", page) for page in pages] == [["第1页共2页"], ["第2页共2页"], ["第1页共1页"]]


def test_the_check_code_is_at_the_foot_of_every_page() -> None:
    pages = read(write([form(rows=60)], foot="校验码 7F3A-91C2 <甲>"), "-layout")
    assert all(page.rstrip().endswith("7F3A-91C2 <甲>") for page in pages)


def test_the_mark_is_on_every_page() -> None:
    drafts = read(write([form(rows=60)], mark="草稿"))
    assert all("草" in page and "稿" in page for page in drafts)
    assert not any("稿" in page for page in read(write([form(rows=60)])))


def test_sheets_lie_and_stand() -> None:
    lying = Grid(fill([Cell(0, 0, "甲")], 1, 1), landscape=True)
    assert sizes(write([form(), lying, form()])) == ["595.276 x 841.89", "841.89 x 595.276", "595.276 x 841.89"]


def test_title_language_and_outline() -> None:
    document = inside(write([form(), form()], title="二〇二一年绩效目标表"))
    assert b"/Lang (zh-CN)" in document
    assert "二〇二一年绩效目标表".encode("utf-16-be").hex().encode() in document.lower()
    outline = "项目支出绩效目标表".encode("utf-16-be").hex().encode()
    assert document.lower().count(outline) == 2


def test_a_grid_without_heading_has_no_outline() -> None:
    assert b"/Outlines" not in inside(write([Grid((Cell(0, 0, "甲"),))]))


def test_the_faces_are_embedded_and_small() -> None:
    document = write([form()])
    fonts = subprocess.run(["pdffonts", "-"], input=document, capture_output=True, check=True).stdout.decode()
    assert re.findall(r"\+(\S+)", fonts) == ["NotoSansCJKSC-Everyday", "NotoSerifCJKSC-Everyday"]
    assert len(document) < 80_000


def test_rare_characters_are_drawn() -> None:
    assert "㐂𠮷䶮" in read(write([Grid((Cell(0, 0, "㐂𠮷䶮"),))]))[0]


def test_control_characters_are_left_out() -> None:
    assert "甲乙" in read(write([Grid((Cell(0, 0, "甲\x00\x01\ud800乙"),))]))[0]


def test_text_is_no_markup() -> None:
    assert "<b>&amp;</b>" in read(write([Grid((Cell(0, 0, "<b>&amp;</b>"),))]))[0]


def test_nothing_printed_is_a_page_less_document() -> None:
    assert write([]).startswith(b"%PDF")


def test_threads_may_write_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        documents = list(threads.map(write, [[form()]] * 8))
    assert len({squeeze("".join(read(document))) for document in documents}) == 1


def test_a_fork_writes_too() -> None:
    program = (
        "import multiprocessing, sys\n"
        "from perfgoals.grid.formats.pdf import write\n"
        "from perfgoals.grid.model import Cell, Grid\n"
        "grid = Grid((Cell(0, 0, '甲'),))\n"
        "write([grid])\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n"
        "    theirs = pool.apply(write, ([grid],))\n"
        "sys.exit(0 if theirs[:4] == write([grid])[:4] == b'%PDF' else 1)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0


def test_nothing_is_written_where_the_fonts_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(family: str) -> Typeface:
        raise MissingPart(family)

    monkeypatch.setattr("perfgoals.grid.formats.pdf_font.everyday", missing)
    with pytest.raises(MissingPart):
        write([form()])


def test_the_same_grids_give_the_same_bytes() -> None:
    assert write([form(), form(rows=60)], foot="校验码", mark="草稿") == write([form(), form(rows=60)], foot="校验码", mark="草稿")


def test_a_character_that_no_face_has_can_still_be_copied() -> None:
    assert "甲\U0001f600乙" in read(write([Grid((Cell(0, 0, "甲\U0001f600乙"),))]))[0]


def test_a_ticked_box_is_drawn_as_one_and_copied_as_what_it_is() -> None:
    document = write([Grid((Cell(0, 0, "优☑良□☒"),))])
    assert squeeze(read(document)[0]).startswith("优☑良□☒")
    assert len(re.findall(rb"<[0-9a-f]{4}> 1000 <[0-9a-f]{4}>", inside(document))) == 2


@given(grids(most_rows=8))
@settings(max_examples=10)
def test_every_character_of_any_grid_is_printed(grid: Grid) -> None:
    printed = Counter(squeeze("".join(read(write([grid])))))
    wanted = Counter(squeeze("".join(cell.text for cell in grid.cells)))
    assert not wanted - printed

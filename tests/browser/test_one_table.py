"""One table in a real browser, in each of the layouts: seen, downloaded, and read again from what was downloaded."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from perfgoals.exchange.reading import recover_file
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.snapshot import Snapshot, from_json
from tests.browser.conftest import SignIn
from tests.cast import PUBLISHED, Cast, published, stored

EXAMPLES = {"national-2015": "made-01", "henan": "made-02", "hebei": "hebei-01"}
"""One published table for each layout."""

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json") if "goals" not in path.stem)


def test_every_layout_has_its_example() -> None:
    assert set(EXAMPLES) == set(layout_ids())
    assert {published(name).layout for name in EXAMPLES.values()} == set(layout_ids())


def opened(sign_in: SignIn, cast: Cast, name: str) -> Page:
    stored(published(name), cast.building, by=cast.author)
    page = sign_in(cast.author)
    page.locator("#tables a.project-name").click()
    return page


def texts(page: Page) -> list[str]:
    """What stands in the cells of the form, without white space."""
    return ["".join(text.split()) for text in page.locator(".form-paper td, .form-paper th").all_inner_texts()]


@pytest.mark.parametrize("name", EXAMPLES.values())
def test_the_table_stands_in_its_official_form(sign_in: SignIn, cast: Cast, name: str) -> None:
    page = opened(sign_in, cast, name)
    expect(page.locator(".form-paper table").first).to_be_visible()
    record = published(name)
    shown = texts(page)
    printed = ["".join(cell.text.split()) for cell in layout(record, load(record.layout)).cells]
    missing = [text for text in printed if text and text not in shown]
    assert missing == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize("name", EXAMPLES.values())
def test_what_is_downloaded_says_what_is_stored(sign_in: SignIn, cast: Cast, tmp_path: Path, name: str) -> None:
    page = opened(sign_in, cast, name)
    record = published(name)
    for variant in ("送审稿", "申报版"):
        files = {label: download(page, tmp_path, f"下载{variant} {label}") for label in ("PDF", "Excel", "Word", "JSON")}
        for path in files.values():
            assert path.name.startswith(record.project.name[:20])
            assert variant in path.name
        assert record_of(files["JSON"]) == record
        for label in ("Excel", "Word"):
            assert [found.snapshot for found in recover_file(files[label].read_bytes()).tables] == [record], label
        text = text_of(files["PDF"])
        assert "".join(record.project.name.split()) in text
        assert all("".join(row.value.split())[:6] in text for row in record.indicators.annual)


def download(page: Page, folder: Path, name: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def record_of(path: Path) -> Snapshot:
    data = json.loads(path.read_text("utf-8"))
    return from_json(data.get("snapshot", data))


def text_of(path: Path) -> str:
    assert path.read_bytes().startswith(b"%PDF-")
    return "".join(subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_published_table_opens_and_is_printed(sign_in: SignIn, cast: Cast, tmp_path: Path, name: str) -> None:
    page = opened(sign_in, cast, name)
    record = published(name)
    expect(page.locator(".form-paper table").first).to_be_visible()
    shown = texts(page)
    assert "".join(record.project.name.split()) in shown
    values = {"".join(row.value.split()) for row in record.indicators.annual}
    assert values <= set(shown)
    assert len(text_of(download(page, tmp_path, "下载申报版 PDF"))) > 200


def test_the_problems_of_the_source_lead_to_their_cells(sign_in: SignIn, cast: Cast) -> None:
    table = stored(published("made-01"), cast.building)
    table.source_problems = [{"path": "indicators.annual[0].value", "message": "已去除控制字符", "text": "x"}]
    table.save()
    page = sign_in(cast.reader)
    page.locator("#tables a.project-name").click()
    expect(page.get_by_text("已去除控制字符")).to_be_visible()
    page.locator(".problems li").get_by_role("link").click()
    cell = page.locator(":target")
    expect(cell).to_be_in_viewport()
    expect(cell).to_contain_text(published("made-01").indicators.annual[0].value)


def test_a_reader_finds_nothing_to_press(sign_in: SignIn, cast: Cast) -> None:
    table = stored(published("made-01"), cast.building)
    page = sign_in(cast.reader)
    page.goto(f"/tables/{table.pk}/")
    for name in ("删除到回收站", "沿用到下一年度", "上传"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)

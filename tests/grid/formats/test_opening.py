"""Which kind of file it is, told by its content, and the limits on packages and XML."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfgoals.grid.formats import package as limits
from perfgoals.grid.formats.opening import kind_of
from perfgoals.grid.formats.package import Unreadable, check_package, open_package, parse_xml, read_part
from tests.grid.formats import biff
from tests.grid.formats.hostile import LAUGHS, QUADRATIC, changed, docx, ods, ole, packed, parts_of, with_prolog, xlsx, zeros, zip_by_hand

TABLES = Path(__file__).parents[2] / "data" / "tables"
PUBLISHED = sorted(path for kind in ("docx", "xlsx", "xls", "ods") for path in (TABLES / kind).iterdir())
WORKBOOK = (TABLES / "xlsx" / "henan-02.xlsx").read_bytes()
SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ODF = "application/vnd.oasis.opendocument"


def sentence(data: bytes, act: Callable[[bytes], object] = kind_of) -> str:
    with pytest.raises(Unreadable) as caught:
        act(data)
    return str(caught.value)


# --- kinds


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_a_published_file_is_what_its_name_says(path: Path) -> None:
    assert kind_of(path.read_bytes()) == path.suffix[1:]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (xlsx("", f"{SHEET_TYPES}.template.main+xml"), "xlsx"),
        (xlsx("", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xlsx"),
        (xlsx("", "application/vnd.ms-excel.template.macroEnabled.main+xml"), "xlsx"),
        (docx("", f"{WORD_TYPES}.template.main+xml"), "docx"),
        (docx("", "application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
        (ods("", f"{ODF}.spreadsheet-template"), "ods"),
        (ole({"Book": biff.stream([b""])}), "xls"),
        (ole({"Workbook": biff.stream([b""]), "WpsCustomData": b""}), "xls"),
    ],
    ids=["xltx", "xlsm", "xltm", "dotx", "docm", "ots", "Excel 95", "et"],
)
def test_templates_macro_files_and_relatives_are_read_alike(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_spreadsheet_without_a_mimetype_is_known_by_its_manifest() -> None:
    data = (TABLES / "ods" / "made-02.ods").read_bytes()
    assert kind_of(changed(data, mimetype=None)) == "ods"


def test_a_document_type_given_by_extension_counts() -> None:
    parts = parts_of(WORKBOOK)
    default = f'<Default Extension="xml" ContentType="{SHEET_TYPES}.sheet.main+xml"/><Skip'.encode()
    types = parts["[Content_Types].xml"].replace(b"<Override", default)
    assert kind_of(packed(parts | {"[Content_Types].xml": types})) == "xlsx"


SPREADSHEET_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
)
LOCKED_ODS = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
)


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("表.docx"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said", "advised"),
    [
        (b"", "空", "重新上传"),
        (b"%PDF-1.7\n", "PDF", ".docx"),
        (b"\x89PNG\r\n\x1a\n", "图片", ".docx"),
        (b"\xff\xd8\xff\xe0", "图片", ".docx"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "图片", ".docx"),
        (b"{\\rtf1\\ansi", "RTF", "另存为 .docx"),
        (b"Rar!\x1a\x07", "压缩包", "解压"),
        (b"7z\xbc\xaf\x27\x1c\0", "压缩包", "解压"),
        (packed({"表.docx": docx("")}), "压缩包", "解压"),
        (tar(), "压缩包", "解压"),
        (packed({"OFD.xml": "<OFD/>"}), "OFD", ".docx"),
        (b"%TSD-Header-###%\0\0", "加密软件", "解密"),
        (b"\xef\xbb\xbf\n<html><table>", "网页", "另存为 .xlsx"),
        ('<html xmlns:x="urn:schemas-microsoft-com:office:excel">'.encode("utf-16"), "网页", "另存为 .xlsx"),
        ("<TABLE><tr><td>单位".encode("gb18030"), "网页", "另存为 .xlsx"),
        (SPREADSHEET_2003.encode(), "XML 表格 2003", "另存为 .xlsx"),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "Word 2003 XML", "另存为 .docx"),
        (b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">', "Word XML", "另存为 .docx"),
        (b"<note/>", "XML", ".docx"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", ".mht", "另存为 .xlsx"),
        ("项目名称,金额\n办公,3\n".encode("gb18030"), "CSV", "另存为 .xlsx"),
        (bytes(range(256)), "无法识别", ".docx"),
        (ole({"WordDocument": b"", "1Table": b""}), "旧版 Word（.doc）", "另存为 .docx"),
        (ole({"PowerPoint Document": b""}), "演示文稿", ".docx"),
        (ole({"Contents": b""}), "无法识别", ".docx"),
        (ole({"EncryptionInfo": b"", "EncryptedPackage": b""}), "加密", "取消密码"),
        (ole({"Workbook": biff.record(0x0809, bytes(16)) + biff.record(biff.FILEPASS, bytes(54))}), "加密", "取消密码"),
        (packed({"mimetype": f"{ODF}.spreadsheet", "META-INF/manifest.xml": LOCKED_ODS}), "加密", "取消密码"),
        (ods("", f"{ODF}.text"), ".odt", "另存为 .docx"),
        (ods("", f"{ODF}.presentation"), "演示文稿", ".docx"),
        (xlsx("", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "演示文稿", ".docx"),
        (xlsx("", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"), ".xlsb", "另存为 .xlsx"),
        (xlsx("", "application/x-unheard-of"), "无法识别", ".docx"),
    ],
)
def test_what_cannot_be_read_is_named_and_advised(data: bytes, said: str, advised: str) -> None:
    text = sentence(data)
    assert said in text
    assert advised in text
    assert "\n" not in text


def test_a_container_cut_in_half_is_damaged() -> None:
    assert "损坏" in sentence(biff.xls(biff.label(0, 0, "表"))[:700])


def test_a_package_cut_in_half_is_damaged() -> None:
    assert "损坏" in sentence(WORKBOOK[:3000])


# --- limits on packages


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    assert "20 MB" in sentence(WORKBOOK.ljust(limits.MAX_FILE + 1, b"\0"))


@pytest.mark.parametrize("path", [path for path in PUBLISHED if path.suffix != ".xls"], ids=lambda path: path.name)
def test_a_published_package_passes(path: Path) -> None:
    check_package(path.read_bytes())


@pytest.mark.parametrize("declared", [1024**3, 100], ids=["honest", "lying"])
def test_a_gigabyte_of_zeros_is_refused(declared: int) -> None:
    bomb = zip_by_hand("xl/worksheets/sheet1.xml", zeros(1024), declared)
    assert len(bomb) < limits.MAX_FILE
    sentence(bomb, check_package)
    sentence(bomb, lambda data: read_part(open_package(data), "xl/worksheets/sheet1.xml"))


def test_many_entries_of_the_same_bytes_are_counted_each() -> None:
    bomb = zip_by_hand("a.bin", zeros(20), 20 * 1024**2, times=100)
    with pytest.raises(Unreadable):
        check_package(bomb)


def test_too_many_entries_are_refused() -> None:
    assert "5000" in sentence(zip_by_hand("a.xml", b"\x03\0", 0, times=100_000), open_package)


def test_a_bomb_within_a_bomb_is_not_unpacked() -> None:
    inner = zip_by_hand("a.xml", zeros(1024), 1024**3)
    check_package(changed(WORKBOOK, xl__embedded_zip=inner))


def test_a_part_larger_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PART", 50)
    data = packed({"fits.xml": "x" * 50, "large.xml": "x" * 51})
    assert len(read_part(open_package(data), "fits.xml")) == 50
    assert "large.xml" in sentence(data, lambda data: read_part(open_package(data), "large.xml"))


def test_a_missing_part_is_named() -> None:
    assert "word/document.xml" in sentence(WORKBOOK, lambda data: read_part(open_package(data), "word/document.xml"))


def test_a_locked_zip_and_an_unusual_packing_are_refused() -> None:
    data = bytearray(packed({"a.xml": "<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in sentence(bytes(data), open_package)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("a.xml", "<a/>")
    assert "压缩方式" in sentence(out.getvalue(), open_package)


def test_flipped_bytes_inside_a_part_are_damage() -> None:
    data = bytearray(packed({"a.xml": "<a>" + "abc" * 100 + "</a>"}))
    data[40] ^= 0xFF
    assert "损坏" in sentence(bytes(data), check_package)


# --- XML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "doctype", [LAUGHS, QUADRATIC, "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"], ids=["laughs", "quadratic", "external"]
)
def test_a_doctype_is_refused_in_every_part_and_encoding(doctype: str, encoding: str) -> None:
    for name, content in parts_of(WORKBOOK).items():
        bomb = with_prolog(content, doctype, encoding)
        assert "DOCTYPE" in sentence(packed(parts_of(WORKBOOK) | {name: bomb}), check_package)
        assert "DOCTYPE" in sentence(bomb, parse_xml)


def test_a_doctype_in_an_encoding_that_hides_it_is_refused() -> None:
    bomb = with_prolog(b"<a>x</a>", LAUGHS, "cp037").replace("cp037".encode("cp037"), "ibm037".encode("cp037"))
    with pytest.raises(Unreadable):
        parse_xml(bomb)


@pytest.mark.parametrize("at", range(limits.CHUNK - 12, limits.CHUNK + 2))
def test_a_doctype_across_two_chunks_is_seen(at: int) -> None:
    assert "DOCTYPE" in sentence(packed({"a.xml": " " * at + "<!DOCTYPE a><a/>"}), check_package)


def test_a_drawing_may_have_a_doctype_but_no_entity() -> None:
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    check_package(changed(WORKBOOK, xl__media__a_svg=svg))
    assert "DOCTYPE" in sentence(changed(WORKBOOK, xl__media__a_svg=LAUGHS.encode()), check_package)


def test_a_doctype_spelled_in_a_text_is_no_doctype() -> None:
    assert parse_xml(b"<a>&lt;!DOCTYPE a&gt;</a>").text == "<!DOCTYPE a>"


def test_comments_do_not_split_a_text() -> None:
    assert parse_xml("<a>绩效<!-- x --><?y?>目标</a>".encode()).text == "绩效目标"


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<a><b></a></b>", b"<a>\x01</a>", b"<a>&nowhere;</a>", b"<a>" * 5000])
def test_broken_xml_is_damage(xml: bytes) -> None:
    assert "XML" in sentence(xml, parse_xml)


@pytest.mark.parametrize("piece", ["<a/>", "<a b='' c=''/>"])
def test_markup_that_would_fill_the_memory_is_refused(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MARKUP", 1000)
    bomb = f"<x>{piece * 1000}</x>".encode()
    assert "过多" in sentence(bomb, parse_xml)
    assert "过多" in sentence(packed({"a.whatever": bomb}), check_package)

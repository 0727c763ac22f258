"""What people upload instead of an office file, told by its first bytes, and what to say to them."""

from __future__ import annotations

OFFICE = "请上传 .docx、.xlsx、.xls 或 .ods 格式的文件"
AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传"
AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再上传"

_PICTURE = f"这是图片，无法从中读取表格，{OFFICE}"
_ARCHIVE = f"这是压缩包，请解压后逐个上传其中的文件（{OFFICE.removeprefix('请上传 ')}）"
_GUARDED = "文件被本单位的加密软件加密，请先在本机解密（或申请外发）后再上传"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"这是 PDF 文件，无法从中读取表格，{OFFICE}"),
    (b"{\\rtf", f"这是 RTF 文件（可能只是改了扩展名），{AS_DOCX}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"%TSD-Header", _GUARDED),
    (b"b\x14#e", _GUARDED),
)
"""First bytes and sentence, for files that are neither zip packages nor OLE2 containers nor text."""

MAGIC_INSIDE: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WEBP", _PICTURE),
    (4, b"ftyphei", _PICTURE),
    (257, b"ustar", _ARCHIVE),
)
"""The same where the sign stands further in: offset, bytes, sentence."""

MARKUP: tuple[tuple[str, str], ...] = (
    ("urn:schemas-microsoft-com:office:spreadsheet", f"这是“XML 表格 2003”格式（可能只是扩展名为 .xls），{AS_XLSX}"),
    ("schemas.microsoft.com/office/word/2003", f"这是“Word 2003 XML”格式（可能只是扩展名为 .doc），{AS_DOCX}"),
    ("schemas.microsoft.com/office/2006/xmlpackage", f"这是“Word XML”格式，{AS_DOCX}"),
    ("urn:oasis:names:tc:opendocument", f"这是单一 XML 的 OpenDocument 文件，{AS_XLSX.replace('.xlsx', '.xlsx 或 .docx')}"),
    ("<svg", _PICTURE),
    ("<html", f"这是网页格式（可能只是扩展名为 .xls 或 .doc），{AS_XLSX}"),
    ("<table", f"这是网页格式（可能只是扩展名为 .xls 或 .doc），{AS_XLSX}"),
)
"""Words of a text that begins with ``<``, lower case wherever case is free, first match wins."""

OTHER_MARKUP = f"这是 XML 或网页文本，不是办公文件，{OFFICE}"
WEB_ARCHIVE = f"这是单个文件网页（.mht），{AS_XLSX}"
PLAIN_TEXT = f"这是纯文本或 CSV 文件，{AS_XLSX}"
EMPTY = "文件是空的（0 字节），请检查原文件后重新上传"
UNKNOWN = f"无法识别的文件格式，{OFFICE}"

LOCKED = "文件已加密（设有打开密码），请取消密码后再上传"
OTHER_PACKAGE = _ARCHIVE

OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", LOCKED),
    ("EncryptedSummary", LOCKED),
    ("WordDocument", f"这是旧版 Word（.doc）或 WPS 文字（.wps）文件，{AS_DOCX}"),
    ("PowerPoint Document", f"这是演示文稿，不是表格，{OFFICE}"),
)
"""Streams of an OLE2 container without a workbook, and what to say."""

ODF_KINDS: tuple[tuple[str, str], ...] = (
    ("application/vnd.oasis.opendocument.text", f"这是 OpenDocument 文本（.odt），{AS_DOCX}"),
    ("application/vnd.oasis.opendocument.presentation", f"这是演示文稿，不是表格，{OFFICE}"),
    ("application/vnd.oasis.opendocument", f"这是 OpenDocument 的图形等文件，不是表格，{OFFICE}"),
)
"""Beginnings of an ODF media type, except that of spreadsheets, and what to say."""

OOXML_KINDS: tuple[tuple[str, str], ...] = (
    ("presentation", f"这是演示文稿，不是表格，{OFFICE}"),
    ("powerpoint", f"这是演示文稿，不是表格，{OFFICE}"),
    ("ms-excel.sheet.binary", f"这是 Excel 二进制工作簿（.xlsb），{AS_XLSX}"),
    ("visio", f"这是 Visio 图形，不是表格，{OFFICE}"),
)
"""Words of the main part's content type that mean something unreadable, and what to say."""

OTHER_MEMBERS: tuple[tuple[str, str], ...] = (
    ("OFD.xml", f"这是 OFD 版式文件，无法从中读取表格，{OFFICE}"),
    ("uof.xml", f"这是标文通（UOF）文件，{AS_XLSX.replace('.xlsx', '.xlsx 或 .docx')}"),
    ("index.xml", f"这是 iWork 文件，{OFFICE}"),
    ("Index/Document.iwa", f"这是 iWork 文件，{OFFICE}"),
)
"""Members by which other zip packages are known."""

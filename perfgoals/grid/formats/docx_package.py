"""What a Word document consists of besides its body: styles, page header and foot, settings, properties, the zip itself.

Everything is made of the arguments alone: the same document is the same bytes, today and tomorrow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from perfgoals.grid.formats.xlsx_text import escaped
from perfgoals.grid.model import Role
from perfgoals.grid.style import STYLES, Style

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
# The zip format knows no time before this one.
_EPOCH = (1980, 1, 1, 0, 0, 0)

STYLE_NAMES: dict[Role, tuple[str, str]] = {
    "title": ("Title", "Title"),
    "subtitle": ("Subtitle", "Subtitle"),
    "heading": ("Heading1", "heading 1"),
    "paragraph": ("FormParagraph", "正文段落"),
    "note": ("FormNote", "表外说明"),
    "sign": ("FormSign", "签字"),
    "label": ("FormLabel", "表格标签"),
    "head": ("FormHead", "表格表头"),
    "group": ("FormGroup", "表格分组"),
    "text": ("FormText", "表格文字"),
    "value": ("FormValue", "表格内容"),
    "amount": ("FormAmount", "表格金额"),
}
"""The id and the name of the paragraph style of each role; English names are Word's own, shown translated."""

SEAM = "FormSeam"
"""The style of the paragraph, next to invisible, that Word wants between two tables and behind the last."""

HEADER, FOOTER = "rId_header", "rId_footer"

_KEPT_WITH_NEXT: frozenset[Role] = frozenset({"title", "subtitle", "heading", "note"})


def package(body: str, *, header: str, footers: Sequence[str], title: str, properties: Iterable[tuple[str, str]]) -> bytes:
    """The document whose ``w:body`` holds ``body``.

    ``header`` and ``footers`` are what ``header()`` and ``footer()`` made; the body's sections name the former as ``HEADER``
    and the latter as ``FOOTER`` and its number.
    """
    margins = {"header": ("hdr", header), **{f"footer{number}": ("ftr", content) for number, content in enumerate(footers)}}
    parts = {
        "[Content_Types].xml": _content_types(margins),
        "_rels/.rels": _relationships(_PACKAGE_RELATIONS),
        "docProps/core.xml": _core(title),
        "docProps/custom.xml": _custom(properties),
        "word/_rels/document.xml.rels": _relationships(
            [*_DOCUMENT_RELATIONS, *((f"rId_{name}", f"{_R}/{name[:6]}", f"{name}.xml") for name in margins)]
        ),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/settings.xml": _SETTINGS,
        **{f"word/{name}.xml": f"<w:{tag} {_SPACES}>{content}</w:{tag}>" for name, (tag, content) in margins.items()},
    }
    return _zipped(parts)


def header(mark: str) -> str:
    """A page header with ``mark`` lying across the page, if there is one."""
    return f"<w:p>{_watermark(mark)}</w:p>" if mark else "<w:p/>"


def footer(foot: str, pages: int, *, alone: bool) -> str:
    """The page's number among the pages of its table, and ``foot`` below it.

    ``alone`` says that the document is this one table. ``pages`` is shown by programs that cannot count a section's pages.
    """
    count = _field("NUMPAGES", pages) if alone else _field("SECTIONPAGES", pages)
    line = f"{_run('第 ')}{_field('PAGE', 1)}{_run(' 页 共 ')}{count}{_run(' 页')}"
    return _centred(line) + (_centred(_run(foot)) if foot else "")


def twips(points: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(points * 20)


def _zipped(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _DECLARATION + content)
    return stream.getvalue()


_PACKAGE_RELATIONS = (
    ("rId1", f"{_R}/officeDocument", "word/document.xml"),
    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{_R}/custom-properties", "docProps/custom.xml"),
)
_DOCUMENT_RELATIONS = (("rId1", f"{_R}/styles", "styles.xml"), ("rId2", f"{_R}/settings", "settings.xml"))
_CONTENT_TYPES = {
    "/word/document.xml": f"{_WORDML}.document.main+xml",
    "/word/styles.xml": f"{_WORDML}.styles+xml",
    "/word/settings.xml": f"{_WORDML}.settings+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}

# Mode 15 is Word 2013 and later; without it Word opens the file as one of 2003 and lays tables out differently.
_SETTINGS = (
    f'<w:settings {_SPACES}><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    "</w:settings>"
)


def _content_types(margins: Iterable[str]) -> str:
    kinds = {**_CONTENT_TYPES, **{f"/word/{name}.xml": f"{_WORDML}.{name[:6]}+xml" for name in margins}}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(relations: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _custom(properties: Iterable[tuple[str, str]]) -> str:
    # The number 2 and this id are what the format demands of the first property of one's own.
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(escaped(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, start=2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    return f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">{listed}</Properties>'


def _styles() -> str:
    # Neither a blank put between Chinese and digits nor a line grid: geometry.py counts with neither.
    plain = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    seam = f'<w:pPr>{_spacing(0.7, "exact")}</w:pPr><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    return (
        f"<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_font('宋体', 10.5)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{plain}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + "".join(_style(role, STYLES[role]) for role in STYLE_NAMES)
        + f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{SEAM}"><w:name w:val="表格接缝"/>'
        f'<w:basedOn w:val="Normal"/>{seam}</w:style></w:styles>'
    )


def _style(role: Role, style: Style) -> str:
    identity, name = STYLE_NAMES[role]
    custom = ' w:customStyle="1"' if identity.startswith("Form") else ""
    keep = "<w:keepNext/>" if role in _KEPT_WITH_NEXT else ""
    outline = '<w:outlineLvl w:val="0"/>' if role == "heading" else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        # "atLeast", not "exact": whoever enlarges the letters in Word does not get them cut.
        f'<w:pPr>{keep}{_spacing(style.line, "atLeast")}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_font(style.family, style.size)}</w:rPr></w:style>"
    )


def _spacing(line: float, rule: str) -> str:
    return f'<w:spacing w:line="{twips(line)}" w:lineRule="{rule}"/>'


def _font(family: str, size: float) -> str:
    fonts = " ".join(f'w:{script}="{family}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts {fonts}/><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'


def _centred(content: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{content}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(instruction: str, shown: int) -> str:
    return f'<w:fldSimple w:instr=" {instruction} ">{_run(str(shown))}</w:fldSimple>'


def _watermark(mark: str) -> str:
    """Grey letters across the page, behind the text: what Word itself makes of 设计 → 水印."""
    width = min(440, 110 * len(mark))
    height = max(24, min(110, width // len(mark)))
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
        '<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" style="{place}" '
        'fillcolor="silver" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={quoteattr(mark)}/></v:shape></w:pict></w:r>'
    )

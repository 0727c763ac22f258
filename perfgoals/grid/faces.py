"""The faces a PDF is set in: 宋体 is Noto Serif CJK SC, 黑体 is Noto Sans CJK SC.

The whole faces have 65,000 glyphs and cost seconds in every PDF, so a subset of them with the characters of everyday
forms is built once and kept; the whole face stands behind it for rare ones (㐂 𠮷 䶮). Their widths are kept beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perfgoals.grid.linebreak import Face

PACKAGES = "fonts-noto-cjk"
"""The Debian package a PDF needs."""

_FONT_DIRECTORIES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts", "~/Library/Fonts")
_SYMBOLS = (
    "≥≤≠≈±×÷√∑∞∵∴∠⊥∥∈∩∪％‰℃℉㎡㎥㎏㎜㎝㎞㎎㏄㏎²³¹⁴°′″№℡•…‥—–―‘’“”„‹›«»€£¥￥$¢"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽❶❷❸❹❺❻❼❽❾❿㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
    "□■☑☒☐√✓✔✗×○●◎◇◆△▲▽▼☆★←↑→↓↔⇒⇔〇〈〉《》「」『』【】〔〕〖〗〝〞﹏～〜·・﹣﹢"
)
_RECIPE = "1"


class MissingPart(RuntimeError):
    """Something a PDF needs is not installed; the sentence says what to install."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A face on this machine: its file, its place in the collection, and the family it is known by."""

    path: Path
    index: int
    family: str

    @property
    def key(self) -> str:
        """Changes whenever the file, or what is made of it, does."""
        state = self.path.stat()
        source = (_RECIPE, str(self.path), self.index, state.st_size, state.st_mtime_ns, sorted(_everyday()))
        return hashlib.sha256(repr(source).encode()).hexdigest()[:16]


class _Widths:
    def __init__(self, widths: dict[str, float]) -> None:
        self._widths = widths

    def advance(self, char: str) -> float:
        return self._widths.get(char, 1.0)


@cache
def song() -> FontFile:
    """Noto Serif CJK SC, regular."""
    return _find("Noto Serif CJK SC", ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf"))


@cache
def hei() -> FontFile:
    """Noto Sans CJK SC, bold: as dark as the 黑体 of the official forms."""
    return _find("Noto Sans CJK SC", ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf"), "Bold")


@cache
def noto() -> Face:
    """The widths of the body's face."""
    return _Widths(_kept_widths(song()))


def subset(font: FontFile) -> Path:
    """The file of the everyday characters of a face, built if it is not there yet (some seconds, once a machine)."""
    return _kept(f"{font.path.stem}-{font.key}.otf", lambda target: _build_subset(font, target))


def cache_directory() -> Path:
    """Where what is built once is kept: PERFGOALS_CACHE, or perfgoals in the user's cache directory."""
    if named := os.environ.get("PERFGOALS_CACHE"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/perfgoals"
    default = os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or default) / "perfgoals"


def _find(family: str, names: tuple[str, ...], style: str = "Regular") -> FontFile:
    for path in (*_in_directories(names), *_from_fontconfig(family, style)):
        for index, found in enumerate(_families(path)):
            if found == family:
                return FontFile(path, index, family)
    raise MissingPart(f"没有找到字体 {family}（{style}），无法生成 PDF。请执行：apt install {PACKAGES}")


def _in_directories(names: tuple[str, ...]) -> Iterator[Path]:
    for directory in _FONT_DIRECTORIES:
        for name in names:
            yield from sorted(Path(directory).expanduser().rglob(name))


def _from_fontconfig(family: str, style: str) -> Iterator[Path]:
    if program := shutil.which("fc-match"):
        pattern = f"{family}:style={style}"
        answer = subprocess.run([program, "-f", "%{file}", pattern], capture_output=True, text=True, check=False).stdout
        if answer and Path(answer).is_file():
            yield Path(answer)


def _families(path: Path) -> list[str]:
    from fontTools.ttLib import TTCollection, TTFont

    with path.open("rb") as file:
        fonts = TTCollection(file, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(file, lazy=True)]
        return [font["name"].getBestFamilyName() or "" for font in fonts]


def _everyday() -> frozenset[str]:
    """GB 2312, Latin with accents, and the symbols that forms use."""
    places = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    national = "".join(place.decode("gb2312", "ignore") for place in places)
    return frozenset(national + _SYMBOLS + "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))))


def _build_subset(font: FontFile, target: Path) -> None:
    from fontTools import subset as tools
    from fontTools.ttLib import TTFont

    # Hints stay: removing them takes longer than all the rest, and they are dropped when a PDF's own subset is made.
    options = tools.Options(layout_features=[], glyph_names=False, notdef_outline=True, recalc_bounds=False)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
    with font.path.open("rb") as file, TTFont(file, fontNumber=font.index, lazy=True, recalcBBoxes=False) as face:
        subsetter = tools.Subsetter(options)
        subsetter.populate(unicodes=[ord(char) for char in _everyday()])
        subsetter.subset(face)
        face.save(target)


def _kept_widths(font: FontFile) -> dict[str, float]:
    """Every character whose width is not one em."""
    path = _kept(f"{font.path.stem}-{font.key}.json", lambda target: _build_widths(font, target))
    groups: dict[str, str] = json.loads(path.read_text("utf-8"))
    return {char: float(width) for width, chars in groups.items() for char in chars}


def _build_widths(font: FontFile, target: Path) -> None:
    from fontTools.ttLib import TTFont

    groups: dict[str, list[str]] = {}
    with font.path.open("rb") as file, TTFont(file, fontNumber=font.index, lazy=True) as face:
        em, metrics = face["head"].unitsPerEm, face["hmtx"].metrics
        for code, glyph in face.getBestCmap().items():
            if metrics[glyph][0] != em:
                groups.setdefault(repr(metrics[glyph][0] / em), []).append(chr(code))
    target.write_text(json.dumps({width: "".join(chars) for width, chars in groups.items()}), "utf-8")


def _kept(name: str, build: Callable[[Path], None]) -> Path:
    """The kept file of that name. It appears whole or not at all, so several programs may build it at once."""
    path = cache_directory() / name
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".building-") as made:
            build(Path(made) / name)
            (Path(made) / name).replace(path)
    except OSError as error:
        raise MissingPart(
            f"无法在 {path.parent} 保存字体子集（{error}）。请让该目录可写，或用环境变量 PERFGOALS_CACHE 指定另一个目录"
        ) from error
    return path

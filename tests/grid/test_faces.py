"""The faces: found, made small once, and refused in one sentence where something is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

from perfgoals.grid import faces
from perfgoals.grid.faces import FontFile, MissingPart, cache_directory, hei, noto, song, subset


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERFGOALS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small(tmp_path: Path) -> FontFile:
    """A face of three characters, one of them rare."""
    names = {"A": "A", "中": "zhong", "\U00020bb7": "rare"}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in [".notdef", *names.values()]})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "A": (600, 0), "zhong": (1000, 0), "rare": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "small.ttf")
    return FontFile(tmp_path / "small.ttf", 0, "Small")


def test_the_faces_are_the_chinese_ones_of_their_collections() -> None:
    for font, family in ((song(), "Noto Serif CJK SC"), (hei(), "Noto Sans CJK SC")):
        with TTFont(font.path, fontNumber=font.index, lazy=True) as face:
            assert face["name"].getBestFamilyName() == family


@pytest.mark.parametrize("char", "中，（≥①㎡“”㐂")
def test_chinese_is_as_wide_as_high(char: str) -> None:
    assert noto().advance(char) == 1


def test_letters_are_as_wide_as_the_face_has_them() -> None:
    with TTFont(song().path, fontNumber=song().index, lazy=True) as face:
        for char in "0iW.%":
            assert noto().advance(char) == face["hmtx"][face.getBestCmap()[ord(char)]][0] / 1000


def test_a_subset_has_everyday_characters_and_no_rare_ones(cache: Path, small: FontFile) -> None:
    path = subset(small)
    assert path.parent == cache
    with TTFont(path) as face:
        assert set(face.getBestCmap()) == {ord("A"), ord("中")}


def test_a_subset_is_built_once(cache: Path, small: FontFile) -> None:
    path = subset(small)
    path.write_bytes(b"kept")
    assert subset(small).read_bytes() == b"kept"


def test_another_font_file_makes_another_subset(cache: Path, small: FontFile) -> None:
    before = subset(small)
    small.path.write_bytes(small.path.read_bytes() + b"\0\0\0\0")
    assert subset(small) != before


def test_nothing_half_built_is_left(cache: Path, small: FontFile) -> None:
    subset(small)
    assert [path.suffix for path in cache.iterdir()] == [".otf"]


def test_a_failed_build_leaves_nothing(cache: Path, small: FontFile) -> None:
    small.path.write_bytes(b"no font at all")
    with pytest.raises(TTLibError):
        subset(small)
    assert list(cache.iterdir()) == []


def test_widths_are_kept_beside_the_subset(cache: Path) -> None:
    noto.cache_clear()
    noto()
    (kept,) = cache.glob("*.json")
    assert "0" in "".join(json.loads(kept.read_text("utf-8")).values())
    noto.cache_clear()


def test_the_cache_is_the_users_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERFGOALS_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_directory() == Path("/somewhere/perfgoals")


def test_a_cache_that_cannot_be_written_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch, small: FontFile) -> None:
    monkeypatch.setenv("PERFGOALS_CACHE", str(small.path / "below a file"))
    with pytest.raises(MissingPart, match=r"PERFGOALS_CACHE"):
        subset(small)


def test_this_machine_has_both_faces() -> None:
    assert song().family == "Noto Serif CJK SC"
    assert hei().family == "Noto Sans CJK SC"


def test_missing_fonts_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faces, "_FONT_DIRECTORIES", (str(tmp_path),))
    monkeypatch.setenv("PATH", "")
    song.cache_clear()
    with pytest.raises(MissingPart, match=r"Noto Serif CJK SC.*fonts-noto-cjk"):
        song()


def test_fonts_elsewhere_are_found_with_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faces, "_FONT_DIRECTORIES", (str(tmp_path),))
    song.cache_clear()
    assert song().path.is_file()
    song.cache_clear()

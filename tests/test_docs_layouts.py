"""docs/layouts.md: every key that the parser knows is described and no other, and its example works when the steps are followed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from perfgoals.grid.model import Role
from perfgoals.official.hierarchy import all_hierarchies
from perfgoals.official.layout_file import FOLDER, parse
from perfgoals.official.layout_keys import KEYS, PATHS
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import to_json

SECTIONS = {
    "form": "The file",
    "cell": "A cell of `rows`",
    "sign": "A cell of `signs`",
    "block": "A block",
    "column": "A column of a block",
}
TRUTH: dict[str, Any] = {
    "layout": "example",
    "year": 2027,
    "department": {"code": "342001", "name": "某局"},
    "project": {"name": "=修路 <b>㐂", "attribute": "一次性项目", "end": "2027年12月"},
    "funding": {"annual": {"total": "350.5", "fiscal": "0.00001"}},
    "disbursement": [{"by": "上半年", "value": "50"}, {"by": "全年", "value": "100"}],
    "goals": {"annual": "目标一\n目标二"},
    "indicators": {
        "annual": [
            {"level1": "成本指标", "level2": "经济成本指标", "level3": "单价", "value": "≤5万元", "weight": "10", "basis": "计划\n标准"},
            {"level1": "产出指标", "level2": "数量指标", "level3": "里程", "value": "≥5公里", "weight": "40"},
        ]
    },
}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "layouts.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example(text: str) -> str:
    [found] = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    return str(found)


def section(text: str, heading: str) -> str:
    _, found, rest = text.partition(f"\n## {heading}\n")
    assert found, heading
    return rest.partition("\n## ")[0]


def table(text: str, heading: str) -> dict[str, list[str]]:
    """The rows of a section's table by the code in their first column."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section(text, heading).splitlines() if line.startswith("| `")
    ]
    return {line[0].strip("`"): line[1:] for line in lines}


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_is_described_and_no_other(text: str, name: str) -> None:
    described = table(text, SECTIONS[name])
    assert described.keys() == KEYS[name].keys()
    for key, (needed, meaning) in described.items():
        assert (needed == "yes") == KEYS[name][key].needed, key
        assert meaning, key


def test_there_is_a_section_of_every_table() -> None:
    assert SECTIONS.keys() == KEYS.keys()


def test_what_may_stand_under_a_key_is_named_beside_it(text: str) -> None:
    for name, heading in SECTIONS.items():
        for key, (_, meaning) in table(text, heading).items():
            if key not in ("path", "role"):
                assert set(KEYS[name][key].among) <= set(re.findall(r"`([^`]+)`", meaning)), key


def test_every_path_is_named_and_no_other(text: str) -> None:
    assert set(re.findall(r"`([^`]+)`", section(text, "Paths"))) == set(PATHS)


def test_every_role_is_described_and_no_other(text: str) -> None:
    assert table(text, "Roles").keys() == set(get_args(Role))


def test_the_other_files_are_described(text: str) -> None:
    other = section(text, "Other files")
    named = set(re.findall(r"`([^`]+)`", other))
    labels = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))
    assert table(text, "Other files").keys() == labels.keys()
    assert tomllib.loads((FOLDER / "department-goals.toml").read_text("utf-8")).keys() <= named
    for id in all_hierarchies():
        data = tomllib.loads((FOLDER.parent / "hierarchies" / f"{id}.toml").read_text("utf-8"))
        assert data.keys() <= named
        assert {key for one in data["level1"] for two in one["level2"] for key in (*one, *two)} <= named


def test_every_file_it_names_exists(text: str, root: Path) -> None:
    for piece in re.findall(r"`((?:perfgoals|tests)/[\w./-]+)`", text):
        assert (root / piece).exists() or piece.endswith("example.toml"), piece


def test_the_example_is_a_form(example: str) -> None:
    form = parse(tomllib.loads(example))
    assert (form.id, form.money_unit, form.landscape, form.sides) == ("example", "元", True, ("annual",))


@pytest.fixture(scope="module")
def house(root: Path, example: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the example put where the steps say."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "perfgoals", copy / "perfgoals", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "manage.py", copy)
    (copy / "perfgoals" / "official" / "layouts" / "example.toml").write_text(example, "utf-8")
    return copy


def manage(house: Path, *arguments: str) -> str:
    process = subprocess.run([sys.executable, "manage.py", *arguments], cwd=house, capture_output=True)
    assert process.returncode == 0, process.stderr.decode()
    assert process.stderr == b""
    return process.stdout.decode("utf-8")


def test_the_empty_form_is_printed(house: Path) -> None:
    manage(house, "render_tables", "--blank", "example", "--year", "2027", "--format", "html", "--to", "out")
    printed = (house / "out" / "example.html").read_text("utf-8")
    for label in ("经费承办单位", "本年申请经费", "（2027年度）", "上半年", "经济成本指标", "取值依据"):
        assert label in printed


def test_a_record_is_printed_in_the_form_and_read_back_by_the_form_alone(house: Path) -> None:
    """Labels that no other form has (经费承办单位, 本年申请经费, 上半年, 取值依据) are known because the form prints them."""
    (house / "my.json").write_text(json.dumps(TRUTH), "utf-8")
    expected = {**to_json(mend(TRUTH)[0]), "goals": {"period_label": "", "period": "", "annual": "目标一\n目标二"}}
    for file_format in ("xlsx", "docx"):
        manage(house, "render_tables", "my.json", "--format", file_format, "--to", "out", "--signed")
        [answer] = json.loads(manage(house, "recover_tables", f"out/my.{file_format}", "--json"))
        [found] = answer["tables"]
        assert found["layout"] == "example"
        assert found["problems"] == []
        assert found["snapshot"] == expected

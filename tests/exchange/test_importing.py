"""Files into drafts: all tables of a file or none, into the right unit and project, and never over what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfgoals.accounts.models import Department
from perfgoals.exchange.importing import Imported, NotImported, import_file, import_files
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import Snapshot, to_json
from perfgoals.tables.models import DepartmentGoals, Project, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store
from tests.cast import PUBLISHED, Cast, published
from tests.dumping import dump

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json") if "goals" not in path.stem)


def write(folder: Path, name: str = "表.json", **changes: Any) -> Path:
    """henan-10 with some of its keys changed, as a file."""
    path = folder / name
    path.write_text(json.dumps(to_json(published("henan-10")) | changes, ensure_ascii=False), "utf-8")
    return path


def refusal(path: Path, **wishes: Any) -> str:
    """Why nothing was imported; and nothing was."""
    before = dump()
    with pytest.raises(NotImported) as error:
        import_file(path, **wishes)
    assert dump() == before
    return str(error.value)


def table_in(path: Path, **wishes: Any) -> Imported:
    """The one table of a file that holds one, imported."""
    (imported,) = import_file(path, **wishes).tables
    return imported


def mended(name: str) -> Snapshot:
    """What a published table says, its slips against the framework put right as in every file from outside."""
    return mend(to_json(published(name)))[0]


def stored_snapshots() -> list[Snapshot]:
    return [to_snapshot(table) for table in TargetTable.objects.with_contents().order_by("pk")]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_published_table_is_stored_as_it_says(name: str) -> None:
    imported = table_in(PUBLISHED / f"{name}.json")
    assert (imported.is_new, imported.changes) == (True, ())
    assert stored_snapshots() == [mended(name)]
    table = imported.table
    assert (table.state, table.version, table.source, table.round) == ("drafting", 1, f"{name}.json", "first")
    assert table.project.name == published(name).project.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "count"), [("docx", "henan", 13), ("xlsx", "hebei", 10), ("ods", "hebei", 10), ("xls", "henan", 13)]
)
def test_a_file_of_many_tables_is_imported_whole(tables: Path, kind: str, name: str, count: int) -> None:
    imported = import_file(tables / kind / f"{name}-all.{kind}")
    assert len(imported.tables) == TargetTable.objects.count() == count
    assert len(imported.goals) == DepartmentGoals.objects.count() == (1 if name == "hebei" else 0)


def test_who_imported_is_remembered(cast: Cast, tmp_path: Path) -> None:
    imported = table_in(write(tmp_path), by=cast.administrator, create=True)
    assert imported.table.changed_by == cast.administrator


@pytest.mark.django_db
def test_the_problems_of_the_file_stay_with_the_table(tmp_path: Path) -> None:
    imported = table_in(write(tmp_path, year="二十", purpose="<p>甲</p>"))
    said = {problem.path: problem.text for problem in imported.problems}
    imported.table.refresh_from_db()
    assert {problem["path"]: problem["text"] for problem in imported.table.source_problems} == said
    assert said["year"] == "二十"


# All or nothing.


@pytest.mark.django_db
def test_one_table_too_many_and_none_is_stored(tables: Path) -> None:
    """Eleven of the tables are new, one is there already: the file is refused as a whole, units and projects included."""
    import_file(tables / "docx" / "henan-10.docx")
    assert "已有绩效目标表" in refusal(tables / "docx" / "henan-all.docx", create=True)
    assert TargetTable.objects.count() == 1


def test_goals_that_are_there_keep_the_tables_of_their_file_out(cast: Cast, tables: Path) -> None:
    import_file(tables / "json" / "hebei-overall-goals.json", create=True)
    assert "已有部门整体绩效目标" in refusal(tables / "docx" / "hebei-all.docx", create=True)
    assert not TargetTable.objects.exists()
    import_file(tables / "docx" / "hebei-all.docx", create=True, replace=True)
    assert (TargetTable.objects.count(), DepartmentGoals.objects.count()) == (10, 1)


@pytest.mark.django_db
def test_each_file_stands_alone(tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text("{")
    paths = [PUBLISHED / "henan-10.json", broken, tmp_path / "没有.json", PUBLISHED / "henan-01.json"]
    answers = dict(import_files(paths))
    assert [isinstance(answers[path], NotImported) for path in paths] == [False, True, True, False]
    assert stored_snapshots() == [mended("henan-10"), mended("henan-01")]


@pytest.mark.django_db
def test_two_tables_of_one_project_in_one_file_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from perfgoals.exchange import importing

    contents = importing.contents_of(write(tmp_path))
    monkeypatch.setattr(importing, "contents_of", lambda path: importing.Contents(contents.tables * 2, ()))
    for replace in (False, True):
        assert "文件中有两张“人口变动抽样调查”2021年度的表" in refusal(tmp_path / "表.json", replace=replace)


# Only said, not done.


@pytest.mark.parametrize("replace", [False, True])
def test_a_dry_run_changes_nothing_and_says_what_would(cast: Cast, tmp_path: Path, replace: bool) -> None:
    if replace:
        import_file(write(tmp_path), create=True)
    before = dump()
    would = table_in(write(tmp_path, purpose="改了"), create=True, replace=replace, dry_run=True)
    assert dump() == before
    assert (would.is_new, [change.path for change in would.changes]) == (not replace, ["purpose"] if replace else [])


def test_a_dry_run_refuses_what_the_real_one_would(cast: Cast, tmp_path: Path) -> None:
    assert "不在单位名册中" in refusal(write(tmp_path), create=False, dry_run=True)


# Units and projects.


@pytest.mark.django_db
def test_the_first_file_fills_an_empty_register(tmp_path: Path) -> None:
    import_file(write(tmp_path))
    assert [str(unit) for unit in Department.objects.all()] == ["河南濮阳工业园区统计局"]


def test_a_register_in_use_is_not_added_to_unless_wished(cast: Cast, tmp_path: Path) -> None:
    assert "河南濮阳工业园区统计局" in refusal(write(tmp_path))
    assert "--create" in refusal(write(tmp_path), create=False)
    imported = table_in(write(tmp_path), create=True)
    assert imported.table.project.department.name == "河南濮阳工业园区统计局"


def test_a_known_unit_still_needs_its_project(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, department={"code": "101", "name": "建设局", "supervisor": ""})
    assert "没有项目“人口变动抽样调查”" in refusal(path)
    project = Project.objects.create(department=cast.building, name="人口变动抽样调查")
    imported = table_in(path)
    assert imported.table.project == project


@pytest.mark.django_db
def test_several_files_fill_an_empty_register_together() -> None:
    answers = import_files([PUBLISHED / f"{name}.json" for name in ("henan-10", "henan-01")])
    assert not [answer for _, answer in answers if isinstance(answer, NotImported)]
    assert TargetTable.objects.count() == 2


# Over what is there.


def test_a_table_that_is_there_is_not_replaced_unless_wished(cast: Cast, tmp_path: Path) -> None:
    import_file(write(tmp_path), create=True)
    assert "“人口变动抽样调查”2021年度已有绩效目标表，没有导入；确要替换，请加上 --replace" in refusal(write(tmp_path))
    imported = table_in(write(tmp_path, "新.json", purpose="改了"), replace=True, by=cast.author)
    assert [(change.path, change.before, change.after) for change in imported.changes] == [("purpose", "", "改了")]
    table = TargetTable.objects.get()
    assert (table.version, table.source, table.purpose, table.changed_by) == (2, "新.json", "改了", cast.author)


@pytest.mark.parametrize("state", [state for state in TargetTable.State if state != "drafting"])
def test_only_a_draft_is_replaced(cast: Cast, tmp_path: Path, state: TargetTable.State) -> None:
    import_file(write(tmp_path), create=True)
    TargetTable.objects.update(state=state)
    assert f"“{state.label}”，不能替换" in refusal(write(tmp_path, purpose="改了"), replace=True)


def test_the_bin_and_other_rounds_and_years_are_no_obstacle(cast: Cast, tmp_path: Path) -> None:
    first = table_in(write(tmp_path), create=True)
    TargetTable.objects.update(round="second")
    import_file(write(tmp_path))
    TargetTable.objects.filter(round="first").update(deleted_at="2027-01-01T00:00:00Z")
    import_file(write(tmp_path))
    import_file(write(tmp_path, year=2022))
    assert TargetTable.objects.count() == 4
    assert TargetTable.objects.filter(project=first.table.project).count() == 4


def test_what_somebody_changes_meanwhile_is_not_lost(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between comparing and storing the author saves: the import gives way."""
    from perfgoals.exchange import importing

    import_file(write(tmp_path), create=True)

    def meanwhile(*arguments: Any, **wishes: Any) -> None:
        store(TargetTable.objects.get(), published("henan-10"), by=cast.author, based_on=1)
        store(*arguments, **wishes)

    monkeypatch.setattr(importing, "store", meanwhile)
    with pytest.raises(NotImported, match="他人已修改"):
        import_file(write(tmp_path, purpose="改了"), replace=True)
    assert TargetTable.objects.get().purpose == ""


# What no register and no column holds.


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"layout": "atlantis"}, "没有版式“atlantis”，请把 layout 写成"),
        ({"layout": ""}, "没有版式“”"),
        ({"department": {"code": "1" * 21, "name": "长码局"}}, "“单位编码”有 21 个字，最多 20 个字"),
        ({"department": {"code": "", "name": "长" * 301}}, "“单位名称”有 301 个字"),
        ({"department": {"code": "", "name": ""}}, "没有单位名称"),
        ({"project": {"code": "", "name": ""}}, "没有项目名称"),
        ({"project": {"code": "1" * 41, "name": "修路"}}, "“项目编码”有 41 个字"),
        ({"project": {"code": "", "name": "长" * 1001}}, "“项目名称”有 1001 个字"),
        ({"disbursement": [{"by": "长" * 51, "value": ""}], "layout": "hebei"}, "“截止”有 51 个字"),
        ({"funding": {"annual": {"total": "约" * 201, "fiscal": "", "other": ""}}}, "“总额（原文）”有 201 个字"),
    ],
)
@pytest.mark.django_db
def test_what_does_not_fit_is_one_sentence_and_nothing_is_stored(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(write(tmp_path, **changes), create=True)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [99999, -5, 1066, 3000, "明年", None, True, [], {}])
def test_a_wrong_year_is_an_unknown_year_and_said(tmp_path: Path, year: object) -> None:
    imported = table_in(write(tmp_path, year=year))
    assert imported.table.year == 0
    assert any(problem.path == "year" for problem in imported.problems)


@pytest.mark.django_db
def test_characters_that_no_database_keeps_are_mended_and_said(tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    text = json.dumps(to_json(published("henan-10")) | {"purpose": "半\ud800个\x00字"})
    path.write_text(text, "utf-8")
    imported = table_in(path)
    assert imported.table.purpose == "半个字"
    assert [problem.path for problem in imported.problems if "控制字符" in problem.message] == ["purpose"]


@pytest.mark.django_db
def test_a_number_without_end_is_kept_as_text(tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    sides = '{"annual": {"total": 1e99999999, "fiscal": 0.1234567890123, "other": "约50万"}}'
    text = json.dumps(to_json(published("henan-10")) | {"funding": "FUNDING"}).replace('"FUNDING"', sides)
    path.write_text(text, "utf-8")
    imported = table_in(path)
    split = imported.table.funding_splits.get(side="annual")
    assert (split.total, split.fiscal, split.other) == (None, None, None)
    assert (split.total_text, split.fiscal_text, split.other_text) == ("1e99999999", "0.1234567890123", "约50万")


@pytest.mark.django_db
def test_goals_are_imported_and_replaced_only_if_wished(tmp_path: Path) -> None:
    path = PUBLISHED / "hebei-overall-goals.json"
    import_file(path)
    goals = DepartmentGoals.objects.get()
    assert goals.sections.count() == len(json.loads(path.read_text("utf-8"))["sections"])
    assert "已有部门整体绩效目标，没有导入；确要替换，请加上 --replace" in refusal(path)
    import_file(path, replace=True)
    assert DepartmentGoals.objects.get().pk == goals.pk


@pytest.mark.django_db
def test_goals_whose_heading_no_column_holds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "目标.json"
    goals = json.loads((PUBLISHED / "hebei-overall-goals.json").read_text("utf-8"))
    path.write_text(json.dumps(goals | {"sections": [{"heading": "长" * 301, "items": []}]}), "utf-8")
    assert "“标题”有 301 个字" in refusal(path, create=True)

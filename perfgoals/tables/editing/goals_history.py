"""Earlier versions of 部门整体绩效目标, as ``history`` has those of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.tables.access import get_goals
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.goals_changes import undo_goals
from perfgoals.tables.editing.goals_keyed import LINES, TEXTS, KeyedGoals, Line, from_data, keyed_goals
from perfgoals.tables.editing.goals_page import KIND_NAMES
from perfgoals.tables.editing.history import MOST_LINES, Told, later_than
from perfgoals.tables.editing.net_changes import moved_keys, net
from perfgoals.tables.editing.sittings import Sitting
from perfgoals.tables.editing.wording import Line as Wording
from perfgoals.tables.editing.wording import shortened
from perfgoals.tables.goals_storing import put_in_place
from perfgoals.tables.models import DepartmentGoals, Revision

_LONGEST_NAME = 20
_TEXT_NAMES = {"part": "部分", "title": "标题"}


def goals_at(goals: DepartmentGoals, version: int) -> KeyedGoals:
    """The document at an earlier version, by going back from the present one; or NotKept."""
    later = later_than(goals, version)
    keyed = keyed_goals(goals)
    for revision in later:
        keyed = undo_goals(keyed, revision.changes)
    return keyed


def restore_goals(user: User, pk: int, version: int, *, based_on: int) -> DepartmentGoals:
    """Makes an earlier version the next one. NotKept or StaleGoals, and nothing changed."""
    with transaction.atomic():
        goals = get_goals(user, pk, to_write=True, locked=True)
        put_in_place(goals, goals_at(goals, version), based_on=based_on, act=Revision.Act.RESTORE, by=user)
    return goals


def tell_goals(goals: DepartmentGoals, listed: Sequence[Sitting]) -> list[Told]:
    """These sittings in words."""
    if not listed:
        return []
    first = min(each.versions[0] for each in listed)
    changes: Mapping[int, list[Done]] = dict(goals.revisions.filter(version__gte=first).values_list("version", "changes"))
    kept = {line.key: line for line in keyed_goals(goals).lines}
    people = User.objects.in_bulk({each.by for each in listed if each.by})
    return [_told(each, changes, kept, people[each.by].name if each.by else "系统") for each in listed]


def _told(sitting: Sitting, changes: Mapping[int, list[Done]], kept: Mapping[str, Line], who: str) -> Told:
    left = net(done for version in sitting.versions for done in _unfolded(changes[version]))
    lines = tuple(told_goals(done, kept) for done in left[:MOST_LINES])
    return Told(sitting, who, Revision.Act(sitting.act).label, lines, len(left) - len(lines))


def _unfolded(dones: Iterable[Done]) -> Iterator[Done]:
    for done in dones:
        if done["do"] == "replace":
            yield from goals_between(from_data(done["before"]), from_data(done["after"]))
        else:
            yield done


def goals_between(before: KeyedGoals, after: KeyedGoals) -> Iterator[Done]:
    """What leads from one document to the other. Lines are the same where their keys are."""
    for path in TEXTS:
        if before.texts[path] != after.texts[path]:
            yield {"do": "set", "path": path, "before": before.texts[path], "after": after.texts[path]}
    was = {line.key: (index, line) for index, line in enumerate(before.lines)}
    now = {line.key: (index, line) for index, line in enumerate(after.lines)}
    moved = moved_keys(was, now)
    for key in was.keys() - now.keys():
        yield _whole("remove", *was[key])
    for key, (index, line) in now.items():
        if key not in was:
            yield _whole("add", index, line)
            continue
        old, wrote = was[key]
        if wrote.text != line.text:
            yield {"do": "set", "row": key, "field": "text", "before": wrote.text, "after": line.text}
        if key in moved or wrote.kind != line.kind:
            yield {"do": "move", "row": key, "side": LINES, "before": [old, "", wrote.kind], "after": [index, "", line.kind]}


def _whole(do: str, index: int, line: Line) -> Done:
    return {"do": do, "row": line.key, "side": LINES, "index": index, "texts": {"level2": line.kind, "text": line.text}}


def told_goals(done: Done, kept: Mapping[str, Line]) -> Wording:
    """One of ``net`` in words. ``kept``: the lines there are now, by their keys."""
    line = kept.get(done.get("row", ""))
    kind = KIND_NAMES[line.kind] if line else "一行"
    match done["do"]:
        case "set" if "path" in done:
            return Wording("set", _TEXT_NAMES[done["path"]], *shortened(done["before"], done["after"]))
        case "set":
            return Wording("set", kind, *shortened(done["before"], done["after"]))
        case "add":
            return Wording("add", KIND_NAMES[done["texts"]["level2"]], after=_text(done))
        case "remove":
            return Wording("remove", KIND_NAMES[done["texts"]["level2"]], before=_text(done))
    (old, _, was), (new, _, now) = done["before"], done["after"]
    name = f"{kind}“{line.text[:_LONGEST_NAME]}”" if line and line.text else kind
    return Wording("move", name, *((KIND_NAMES[was], KIND_NAMES[now]) if was != now else (f"第 {old + 1} 行", f"第 {new + 1} 行")))


def _text(done: Done) -> str:
    return shortened("", done["texts"].get("text", ""))[1]

"""People and their posts: rows of one 用户名 are one person; posts are added and never taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model

from perfgoals.accounts.models import Post, User
from perfgoals.accounts.one_time import new_password
from perfgoals.exchange.register import values
from perfgoals.exchange.register.planning import Entry, Options
from perfgoals.exchange.register.reading import Said
from perfgoals.exchange.register.unit_index import UnitIndex
from perfgoals.exchange.register.values import Wrong

_PLAIN = {"name": 50, "telephone": 50, "email": 254}
_BETWEEN = re.compile("[、,，;；\\s]+")
_OTHERWISE = {
    "author": ("经办", "经办人", "填报人", "填报岗"),
    "unit_reviewer": ("单位审核",),
    "supervisor_reviewer": ("主管部门审核", "主管审核岗"),
    "section_reviewer": ("股室审核", "科室审核", "处室审核", "股室审核岗", "科室审核岗", "处室审核岗"),
    "performance_reviewer": ("绩效审核", "绩效岗"),
    "expert": ("第三方", "专家"),
    "reader": ("只读", "查阅"),
    "administrator": ("管理员",),
}
"""What offices call the posts beside their names here."""


def role_choices() -> dict[str, str]:
    others = {name: value for value, names in _OTHERWISE.items() for name in names}
    return others | {label: value for value, label in Post.Role.choices}


@dataclass
class PeoplePlanner:
    """``people`` with their posts, and ``units``; the file's own units are none: units are imported first."""

    people: Mapping[str, User]
    posts: frozenset[tuple[int, int, str]]
    units: UnitIndex
    _met: dict[str, User] = field(default_factory=dict)

    def __call__(self, entries: Sequence[Entry], options: Options) -> None:
        self._met = {}
        self._given: dict[tuple[str, str], tuple[int, str]] = {}
        held = {(username, unit, role) for username, person in self.people.items() for key, unit, role in self.posts if key == person.pk}
        for entry in entries:
            self._person(entry)
            if entry.target is not None:
                self._plain(entry)
                self._posts(entry, held)

    def _person(self, entry: Entry) -> None:
        username = entry.take("username", _username)
        entry.title = entry.said("username").text
        if username is None:
            return None if entry.errors else entry.refuse("username", "还没有填")
        known = self.people.get(username)
        entry.is_new = known is None and username not in self._met
        if username not in self._met:
            self._met[username] = _copy(known) if known else User(username=username)
            if known and not known.is_active:
                entry.notes.append("这个账号已停用，导入不会启用它")
        entry.target = self._met[username]

    def _plain(self, entry: Entry) -> None:
        person: User = entry.target
        for code, longest in _PLAIN.items():
            text = entry.take(code, _email if code == "email" else lambda said, most=longest: values.words(said, most))  # type: ignore[misc]
            if text is None:
                continue
            first = self._given.setdefault((person.username, code), (entry.number, text))
            if first[1] != text:
                entry.refuse(code, f"与第 {first[0]} 行同一个用户名的“{first[1]}”不一致")
            elif entry.change(code, getattr(person, code), text):
                setattr(person, code, text)
        if entry.is_new and not person.name and not entry.said("name").text:
            entry.refuse("name", "还没有填：新账号要有姓名")
        entry.title = f"{person.name}（{person.username}）"

    def _posts(self, entry: Entry, held: set[tuple[str, int, str]]) -> None:
        unit = entry.take("unit", lambda said: self.units.find(said.text))
        roles = entry.take("roles", _roles)
        if unit and not entry.said("roles").text:
            return entry.refuse("roles", "还没有填：写了单位，要写在这个单位的岗位")
        if roles and not entry.said("unit").text:
            return entry.refuse("unit", "还没有填：写了岗位，要写在哪个单位")
        for role in roles or ():
            if unit and (entry.target.username, unit.pk, role) not in held:
                held.add((entry.target.username, unit.pk, role))
                entry.posts.append((unit, role))
                entry.change("roles", "", f"{unit.name}　{Post.Role(role).label}")
        return None


def _username(said: Said) -> str:
    username = User.normalize_username(values.words(said, 150))
    try:
        User.username_validator(username)
    except ValidationError:
        raise Wrong("只能用字母、数字、汉字和 @ . + - _，中间没有空格") from None
    return username


def _email(said: Said) -> str:
    address = values.words(said, 254)
    try:
        validate_email(address)
    except ValidationError:
        raise Wrong("不是邮箱地址，请核对") from None
    return address


def _roles(said: Said) -> list[str]:
    choices = role_choices()
    return list(dict.fromkeys(values.choice(Said(name), choices) for name in _BETWEEN.split(said.text) if name))


def _copy(person: User) -> User:
    return User(**{each.attname: getattr(person, each.attname) for each in User._meta.concrete_fields})


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Somebody who signs in for the first time: what to hand out. Kept nowhere."""

    name: str
    username: str
    password: str
    units: str


def apply_people(entries: Sequence[Entry]) -> Iterator[tuple[Model, str]]:
    """Writes accounts and posts; yields each person once. ``accounts_of`` sets the passwords afterwards."""
    changed = {entry.target.username: entry.target for entry in entries if entry.status in ("new", "changed")}
    new = {entry.target.username for entry in entries if entry.status == "new"}
    for username in new:
        changed[username].set_unusable_password()
    User.objects.bulk_create(changed[username] for username in changed if username in new)
    User.objects.bulk_update([person for username, person in changed.items() if username not in new], [*_PLAIN], batch_size=500)
    Post.objects.bulk_create(Post(user=entry.target, department=unit, role=role) for entry in entries for unit, role in entry.posts)
    yield from ((person, "new" if username in new else "changed") for username, person in changed.items())


def accounts_of(entries: Sequence[Entry]) -> list[NewAccount]:
    """A one-time password for everybody whose account is new, set and saved; the answer is the only place where they can be read."""
    people: dict[str, User] = {entry.target.username: entry.target for entry in entries if entry.status == "new"}
    units = {username: dict[str, None]() for username in people}
    for entry in entries:
        if entry.target.username in people:
            units[entry.target.username] |= {unit.name: None for unit, _ in entry.posts}
    passwords = {username: new_password() for username in people}
    for username, (_, encoded) in passwords.items():
        people[username].password = encoded
    User.objects.bulk_update(people.values(), ["password"], batch_size=500)
    return [NewAccount(person.name, username, passwords[username][0], "；".join(units[username])) for username, person in people.items()]

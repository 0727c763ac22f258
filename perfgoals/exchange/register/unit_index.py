"""The units by what a cell may call them: code, name, or both in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from perfgoals.accounts.models import Department
from perfgoals.exchange.register.values import Wrong
from perfgoals.official.unit_line import code_and_name


class UnitIndex:
    """Units to be found by code and name; of several of one name the one in use."""

    def __init__(self, departments: Iterable[Department], today: date) -> None:
        self._today = today
        self._by_code: dict[str, list[Department]] = defaultdict(list)
        self._by_name: dict[str, list[Department]] = defaultdict(list)
        for department in departments:
            self.add(department)

    def add(self, department: Department) -> None:
        """A unit of the file counts too, by its new name and code beside the old ones."""
        names = {department.name, f"{department.code}{department.name}"}
        for key, index in ((department.code, self._by_code), *((name, self._by_name) for name in names)):
            if key and not any(known is department for known in index[key]):
                index[key].append(department)

    def called(self, code: str, name: str) -> Department | None:
        """The unit a row of units is about: by code, of several of one code by name; without a code by name."""
        if code and (found := self._by_code.get(code)):
            same = [unit for unit in found if unit.name == name]
            return self._only(same or found, name or code)
        found = self._by_name.get(name, []) if name else []
        without = [unit for unit in found if not (code and unit.code)]  # of another code it is another unit
        return self._only(without, name) if without else None

    def find(self, text: str) -> Department:
        """The unit a cell names. Wrong where there is none, or several."""
        code, name = code_and_name(text)
        for key, index in ((text, self._by_name), (text, self._by_code), (code, self._by_code), (name, self._by_name)):
            if key and (found := index.get(key)):
                return self._only(found, text)
        raise Wrong("没有这个单位，请核对，或先导入单位")

    def _only(self, found: list[Department], text: str) -> Department:
        in_use = [unit for unit in found if unit.exists_on(self._today)]
        if len(found) > 1 and len(in_use) != 1:
            raise Wrong(f"有 {len(found)} 个单位叫“{text}”，请写单位编码")
        return in_use[0] if len(found) > 1 else found[0]

"""Files from outside: office files into what was found in them, JSON into a record. Nothing in a file is trusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfgoals.grid.formats.package import MAX_FILE, Unreadable, refuse_too_large
from perfgoals.grid.formats.reading import read
from perfgoals.official.department_goals import DepartmentGoals, is_goals, mend_goals
from perfgoals.official.mending import mend
from perfgoals.official.problem import Problem
from perfgoals.official.recover import Found, recover
from perfgoals.official.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FromJson:
    """One JSON file: a table or 部门整体绩效目标, and what was mended."""

    record: Snapshot | DepartmentGoals
    problems: tuple[Problem, ...]


def bytes_of(path: Path) -> bytes:
    """The file's content; Unreadable when there is none to be had or it is larger than any form."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)  # one more than is accepted tells that it is too large
    except IsADirectoryError as error:
        raise Unreadable("这是文件夹，请写出其中的文件名") from error
    except FileNotFoundError as error:
        raise Unreadable("没有这个文件，请检查文件名和路径") from error
    except OSError as error:
        raise Unreadable("文件打不开，请检查权限或是否正被其他程序占用") from error
    refuse_too_large(data)
    return data


def recover_file(data: bytes) -> Found:
    """Everything found in an office file; Unreadable for one that holds neither a table nor 部门整体绩效目标."""
    found = recover(read(data))
    if found.tables or found.goals:
        return found
    if found.other_forms:
        raise Unreadable(f"文件中只有“{found.other_forms[0]}”，不是绩效目标表，请另选绩效目标表文件")
    raise Unreadable("文件中没有找到绩效目标表（要有“项目名称”和“一级指标、二级指标、三级指标、指标值”等栏目），请检查是否选错文件")


def record_in_json(data: bytes) -> FromJson:
    """The record in a JSON file, read as forgivingly as an office file; Unreadable for what is no record at all."""
    loaded = _json(data)
    if not isinstance(loaded, dict) or not ("indicators" in loaded or "project" in loaded or is_goals(loaded)):
        raise Unreadable("JSON 中没有绩效目标表，一个文件应是一张表（一个对象）")
    if is_goals(loaded):
        goals, problems = mend_goals(loaded)
        return FromJson(goals, tuple(problems))
    snapshot, problems = mend(loaded)
    return FromJson(snapshot, tuple(problems))


def _json(data: bytes) -> Any:
    if not data.strip():
        raise Unreadable("文件是空的，没有内容，请检查是否选错文件")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=_number, parse_constant=str)
    except UnicodeDecodeError as error:
        raise Unreadable("不是 UTF-8 编码的 JSON 文件，请另存为 UTF-8") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"JSON 第 {error.lineno} 行第 {error.colno} 列有误，请改正后再试") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise Unreadable("JSON 内容超出限度，请检查文件") from error


def _number(text: str) -> Decimal | str:
    """The exact number; its text where it is so large or small that written out it would fill the memory."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    return number if abs(number.adjusted()) < 100 else text

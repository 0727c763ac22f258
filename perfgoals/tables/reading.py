"""The table in an office file that somebody wishes to begin with."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from perfgoals.grid.formats.package import MAX_FILE, Unreadable
from perfgoals.grid.formats.reading import read
from perfgoals.official.recover import Recovered, recover


def record_for(project: str, file: UploadedFile[bytes]) -> Recovered:
    """The only table of the file, or the one that is called as the project; Unreadable, with a sentence, when there is none."""
    if (file.size or 0) > MAX_FILE:
        raise Unreadable(f"文件超过 {MAX_FILE // 2**20} MB，请另选绩效目标表文件")
    tables = recover(read(file.read())).tables
    if not tables:
        raise Unreadable("文件中没有找到绩效目标表（要有“项目名称”和“一级指标、二级指标、三级指标、指标值”等栏目），请检查是否选错文件")
    if len(tables) == 1:
        return tables[0]
    named = [each for each in tables if each.snapshot.project.name == project]
    if len(named) != 1:
        raise Unreadable(f"文件中有 {len(tables)} 张表，不知道读入哪一张，请只留下这个项目的表，或让表中的项目名称写成“{project}”")
    return named[0]

"""The three registers as data: what each holds, and what offices call its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from perfgoals.accounts.words import said

KindCode = Literal["units", "people", "projects"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``aliases``: what its column is called, the surest first. ``share``: how wide it is when given out."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    share: float = 2
    is_money: bool = False

    @property
    def label(self) -> str:
        """As it is said here."""
        return said(self.title)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class Kind:
    """One register of ``record``s. ``needed``: of each group one column must be there. ``help``: by what a row finds its record."""

    code: KindCode
    name: str
    record: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]
    help: str

    def field(self, code: str) -> Field:
        return next(field for field in self.fields if field.code == code)

    @property
    def has_money(self) -> bool:
        return any(field.is_money for field in self.fields)


_CODE = ("预算单位编码", "预算单位代码", "单位代码", "单位编号", "部门编码", "预算部门编码")

UNITS = Kind(
    "units",
    "单位",
    "单位",
    (
        Field("code", "单位编码", _CODE),
        Field("name", "单位名称", ("预算单位名称", "预算单位", "单位全称", "部门名称", "单位", "名称"), 4),
        Field("kind", "类别", ("单位类别", "单位类型", "单位性质")),
        Field("parent", "上级单位", ("上级", "隶属单位", "上级单位名称"), 3),
        Field("supervisor", "主管部门", ("主管预算部门", "主管部门及代码", "主管部门名称", "业务主管部门", "一级预算单位"), 3),
        Field(
            "section",
            "业务股室",
            ("业务股室", "业务科室", "业务处室", "归口股室", "归口科室", "归口处室", "主管股室", "主管科室", "主管处室"),
            3,
        ),
        Field("valid_from", "启用日期", ("启用时间", "成立日期", "生效日期")),
        Field("valid_until", "停用日期", ("停用时间", "撤销日期", "失效日期")),
    ),
    (("code", "name"),),
    "先按单位编码、再按单位名称找到已有的单位",
)

PEOPLE = Kind(
    "people",
    "人员",
    "人员",
    (
        Field("username", "用户名", ("账号", "登录名", "登录账号", "用户账号", "帐号")),
        Field("name", "姓名", ("人员姓名", "经办人", "用户姓名", "名称")),
        Field("telephone", "联系电话", ("电话", "手机", "手机号", "手机号码", "办公电话", "联系方式")),
        Field("email", "电子邮箱", ("邮箱", "邮件", "邮箱地址", "电子邮件", "E-mail", "email"), 3),
        Field("unit", "单位", ("单位名称", "预算单位", "所在单位", "所属单位", "部门", "单位编码", "工作单位"), 4),
        Field("roles", "岗位", ("角色", "岗", "岗位名称", "权限", "用户角色"), 3),
    ),
    (("username",),),
    "按用户名找到已有的账号；一个人有几个岗位的，写成几行，或用“、”隔开",
)

PROJECTS = Kind(
    "projects",
    "项目与控制数",
    "项目",
    (
        Field("code", "项目编码", ("项目代码", "项目编号", "预算项目编码", "二级项目编码", "项目唯一码"), 4),
        Field(
            "name",
            "项目名称",
            ("预算项目名称", "项目支出名称", "项目(专项)名称", "专项(项目)名称", "二级项目名称", "一级项目名称", "项目"),
            6,
        ),
        Field("unit_code", "单位编码", _CODE),
        Field("unit", "单位名称", ("预算单位名称", "预算单位", "单位", "实施单位", "项目单位", "申报单位", "项目实施单位", "单位全称"), 4),
        Field("is_key", "重点项目", ("是否重点", "是否重点项目", "重点", "项目级别")),
        Field("is_procurement", "政府采购", ("是否政府采购", "是否采购", "采购项目", "政采")),
        Field("is_withheld", "不宜公开", ("是否不宜公开", "不公开")),
        Field("starts_on", "开始日期", ("计划开始日期", "起始日期", "开始时间", "项目开始日期", "项目起始时间")),
        Field("ends_on", "结束日期", ("计划完成日期", "终止日期", "完成日期", "结束时间", "项目结束日期", "项目终止时间")),
        Field(
            "control",
            "控制数",
            (
                "预算控制数",
                "项目控制数",
                "下达控制数",
                "控制数合计",
                "控制数金额",
                "财政拨款",
                "财政拨款合计",
                "财政拨款控制数",
                "财政拨款预算",
                "年初预算数",
                "预算数",
                "预算金额",
                "安排预算数",
                "安排金额",
                "预算安排数",
                "下达数",
                "下达金额",
                "资金总额",
                "金额合计",
                "金额",
                "合计",
            ),
            is_money=True,
        ),
    ),
    (("code", "name"),),
    "先按项目编码、再按单位和项目名称找到已有的项目",
)

KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (UNITS, PEOPLE, PROJECTS)}

_UNIT_IN_HEAD = re.compile(r"\((?:单位[::])?(?:人民币)?(亿元|万元|元)\)|[,、/](万元|元)$")
_YEAR_IN_HEAD = re.compile(r"(20[0-9]{2})年?度?")


def folded(head: str) -> str:
    """A head as it is compared: without spaces, marks, money unit and year."""
    narrow = unicodedata.normalize("NFKC", head)
    bare = _YEAR_IN_HEAD.sub("", _UNIT_IN_HEAD.sub("", "".join(narrow.split())))
    return bare.strip("*:·。.").lower()


def unit_in_head(head: str) -> str:
    """The money unit that a head names itself: 万元, 元; empty where it names none."""
    found = _UNIT_IN_HEAD.search("".join(unicodedata.normalize("NFKC", head).split()))
    unit = (found[1] or found[2]) if found else ""
    return unit if unit in ("元", "万元") else ""


def year_in_text(text: str) -> int | None:
    found = _YEAR_IN_HEAD.search("".join(unicodedata.normalize("NFKC", text).split()))
    return int(found[1]) if found else None

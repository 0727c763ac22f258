"""What the road keeps in the database."""

from perfgoals.review.models.advice import Advice, OpinionDraft, Phrase
from perfgoals.review.models.log import SEALED, AppendOnly, LogEntry, LogQuerySet
from perfgoals.review.models.notice import Notice
from perfgoals.review.models.package import Package, PackagedTable, Scan
from perfgoals.review.models.point import ReturnPoint
from perfgoals.review.models.printed_code import PrintedCode
from perfgoals.review.models.round import Extension, ReportingRound
from perfgoals.review.models.sheet import ReviewSheet

__all__ = [
    "SEALED",
    "Advice",
    "AppendOnly",
    "Extension",
    "LogEntry",
    "LogQuerySet",
    "Notice",
    "OpinionDraft",
    "Package",
    "PackagedTable",
    "Phrase",
    "PrintedCode",
    "ReportingRound",
    "ReturnPoint",
    "ReviewSheet",
    "Scan",
]

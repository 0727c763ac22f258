from perfgoals.tables.models.attachment import Attachment
from perfgoals.tables.models.department_goals import DepartmentGoals, GoalItem, GoalSection
from perfgoals.tables.models.indicator_row import IndicatorRow
from perfgoals.tables.models.library_entry import LibraryEntry
from perfgoals.tables.models.money import DisbursementStage, FundingPart, FundingSplit
from perfgoals.tables.models.project import BudgetFigures, Project
from perfgoals.tables.models.revision import Presence, Revision
from perfgoals.tables.models.target_table import TargetTable

__all__ = [
    "Attachment",
    "BudgetFigures",
    "DepartmentGoals",
    "DisbursementStage",
    "FundingPart",
    "FundingSplit",
    "GoalItem",
    "GoalSection",
    "IndicatorRow",
    "LibraryEntry",
    "Presence",
    "Project",
    "Revision",
    "TargetTable",
]

"""What the kernel keeps."""

from luodi.kernel.models.access import RoleAssignment
from luodi.kernel.models.base import Record, RecordQuerySet
from luodi.kernel.models.calendar import CalendarDay
from luodi.kernel.models.counter import CodeCounter
from luodi.kernel.models.evidence import Evidence
from luodi.kernel.models.figure import FigureBoard, FigureSnapshot, SnapshotBlock
from luodi.kernel.models.job import Job
from luodi.kernel.models.notice import Notice, OutboxMessage, Robot
from luodi.kernel.models.person import PastPassword, Person, Post, SignInAttempt, SignInLock, User
from luodi.kernel.models.preference import Preference
from luodi.kernel.models.rollup import FigureCell, FigureRollup, FigureTouch
from luodi.kernel.models.search import SearchEntry
from luodi.kernel.models.sent_form import SentForm
from luodi.kernel.models.sheet import ImportRow, ImportRun
from luodi.kernel.models.trail import TrailEvent, TrailHead
from luodi.kernel.models.unit import Unit

__all__ = [
    "CalendarDay",
    "CodeCounter",
    "Evidence",
    "FigureBoard",
    "FigureCell",
    "FigureRollup",
    "FigureSnapshot",
    "FigureTouch",
    "ImportRow",
    "ImportRun",
    "Job",
    "Notice",
    "OutboxMessage",
    "PastPassword",
    "Person",
    "Post",
    "Preference",
    "Record",
    "RecordQuerySet",
    "Robot",
    "RoleAssignment",
    "SearchEntry",
    "SentForm",
    "SignInAttempt",
    "SignInLock",
    "SnapshotBlock",
    "TrailEvent",
    "TrailHead",
    "Unit",
    "User",
]

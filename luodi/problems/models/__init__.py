"""What the problem room keeps."""

from luodi.problems.models.consent import OutsideConsent
from luodi.problems.models.link import Link, Regrouping
from luodi.problems.models.part import Part
from luodi.problems.models.problem import Category, Problem
from luodi.problems.models.proposal import ConsolidationRun, LinkProposal, ProposedProblem
from luodi.problems.models.scheme import SchemeEntry, ThemeName
from luodi.problems.models.volume import VolumeCell, VolumeOf, VolumeTouch

__all__ = [
    "Category",
    "ConsolidationRun",
    "Link",
    "LinkProposal",
    "OutsideConsent",
    "Part",
    "Problem",
    "ProposedProblem",
    "Regrouping",
    "SchemeEntry",
    "ThemeName",
    "VolumeCell",
    "VolumeOf",
    "VolumeTouch",
]

"""What the problem room keeps."""

from luodi.problems.models.link import Link, Regrouping
from luodi.problems.models.problem import Category, Problem
from luodi.problems.models.proposal import ConsolidationRun, LinkProposal, ProposedProblem

__all__ = [
    "Category",
    "ConsolidationRun",
    "Link",
    "LinkProposal",
    "Problem",
    "ProposedProblem",
    "Regrouping",
]

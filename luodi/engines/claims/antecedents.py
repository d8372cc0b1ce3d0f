"""What earlier claims of a text meant: numbers that leave their noun out take it from there."""

from __future__ import annotations

from .model import Claim, Figure
from .naming import CHANGE_WORDS, residue
from .units import read_unit

_LIST_REACH = 30


class Antecedents:
    """The claims read so far and the figures they were bound to."""

    def __init__(self) -> None:
        self._meant: dict[int, Figure] = {}
        self._read: dict[int, Claim] = {}
        self._before: Claim | None = None

    def remember(self, claim: Claim) -> None:
        """Later numbers may share the noun of an amount; a growth has none to share."""
        if claim.kind in ("quantity", "ratio", "target"):
            self._before = self._read[claim.start] = claim

    def bind(self, claim: Claim, figure: Figure) -> None:
        """The claim means this figure, whatever the verdict."""
        self._meant[claim.start] = figure

    def figure(self, claim: Claim) -> Figure | None:
        """The figure of the claim whose subject this one shares."""
        inherits = claim.subject.inherits
        return None if inherits is None else self._meant.get(inherits)

    def words(self, claim: Claim) -> str:
        """The noun that a claim leaves out, or nothing when it has its own."""
        return self._repeated(claim) or self._borrowed(claim)

    def _repeated(self, claim: Claim) -> str:
        """东港区项目 46 个; 西岭区 39 个: the same thing of another place or period."""
        inherits, figure = claim.subject.inherits, self.figure(claim)
        first = None if inherits is None else self._read.get(inherits)
        if first is None or figure is None or claim.subject.left.startswith("#"):
            return ""
        moved = (claim.scope, claim.period) != (first.scope, first.period)
        own = residue(claim.subject.left + claim.subject.right, claim, None)
        same = read_unit(claim.unit).bare == read_unit(first.unit).bare
        return figure.label if moved and same and not own and not claim.threshold else ""

    def _borrowed(self, claim: Claim) -> str:
        """亿元以上 24 个, 36 个、98.6 万平方米: the noun stands with the number before."""
        before, own = self._before, residue(claim.subject.left, claim, None)
        said = claim.subject.left.replace("其中", "").strip("\0#") if own else ""
        if before is None or claim.subject.right.strip("、,和"):
            return ""
        # It says nothing of its own, or repeats the last words of the one before.
        if said and not before.subject.left.endswith(said):
            return ""
        same = before.unit_base == claim.unit_base
        if claim.threshold:
            return before.subject.left if same else ""
        listed = claim.subject.left.startswith("#") and claim.end - before.start < _LIST_REACH
        raised = same and claim.subject.left.startswith("达")
        return before.subject.left if not own and ((listed and not same) or raised) else ""


def says_anything(claim: Claim) -> bool:
    """Whether the words left of a growth name something of their own."""
    return bool(residue(CHANGE_WORDS.sub("", claim.subject.left), claim, None))

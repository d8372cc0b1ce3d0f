"""The sample district while it is being loaded: its records by the codes of the material."""

from dataclasses import dataclass, field

from luodi.kernel.models import Person, Unit, User
from luodi.listening.models import Campaign, Dimension, Gathering, Statement
from luodi.measures.models import Measure
from luodi.problems.models import Problem


@dataclass
class District:
    """What was loaded so far, found again by its code in the material."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    """By the person's code."""
    reporters: dict[str, User] = field(default_factory=dict)
    """By the unit's code: who reports for it."""
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    gatherings: dict[str, Gathering] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    suggestions: dict[str, Statement] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    campaign: Campaign = field(init=False)

    def reporter(self, unit: str) -> User:
        """Who reports for a unit: its own clerk or head, else those of the unit above it."""
        found = self.units[unit]
        while found.code not in self.reporters:
            found = found.parent
        return self.reporters[found.code]

    def hand_of(self, person: str) -> User:
        """The account that acts for a person: the own one, or the secretary's (代录)."""
        return self.accounts[person]

"""A statement under a problem, without the room that owns problems."""

from luodi.problems.models import Link, Problem


def open_link(statement, **problem) -> Link:
    """Put the statement under a new problem; the statement itself is not moved."""
    number = Problem.objects.count() + 1
    fields = {
        "code": f"WT-T-{number}",
        "title": "路灯不亮",
        "campaign": statement.campaign,
        **problem,
    }
    return Link.objects.create(statement=statement, problem=Problem.objects.create(**fields))

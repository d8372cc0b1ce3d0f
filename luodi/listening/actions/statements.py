"""Recording what was said, one by one and in bulk, and wording it anew without touching it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import bulk, clock
from luodi.kernel.actions import create, create_many, edit
from luodi.kernel.codes import next_code, next_codes
from luodi.kernel.edits import Edit, at, edit_many
from luodi.kernel.models import Person
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import perform
from luodi.listening.actions.permits import check_may_enter, is_office, may_enter
from luodi.listening.choices import GatheringState, StatementState
from luodi.listening.models import Answer, Dimension, Statement

OF_A_DRAFT = (
    "title",
    "text_original",
    "raised_by",
    "anonymity",
    "said_at",
    "source_kind",
    "speaker",
)
"""What is free until a statement is submitted; afterwards it stays as it was said."""
CODE_WIDTH = 5


@dataclass
class Entry:
    """A statement of a list on its way in, with the answers given elsewhere before."""

    statement: Statement
    answers: Sequence[tuple[str, datetime]] = ()
    dimensions: Sequence[Dimension] = field(default=())


def record_statement(
    *,
    by: Any,
    text: str,
    dimensions: Iterable[Dimension] = (),
    on_behalf_of: Person | None = None,
    submit: bool = False,
    **fields: Any,
) -> Statement:
    """Keep one sentence as a draft and, with `submit`, submit it at once.

    `fields` are those of the model. With a gathering its campaign, unit and day are taken over.
    """
    statement, dimensions = _draft(by, text, on_behalf_of, fields), list(dimensions)
    if any(dimension.campaign_id != statement.campaign_id for dimension in dimensions):
        raise Refused(_("所选对照方面不属于“%(campaign)s”。") % {"campaign": statement.campaign})
    with transaction.atomic():
        statement.code = statement.code or next_code(statement_prefix(), width=CODE_WIDTH)
        create(statement, by=by, on_behalf_of=on_behalf_of, dimensions=dimensions)
    return perform(statement, "submit", by=by, on_behalf_of=on_behalf_of) if submit else statement


def _draft(by: Any, text: str, on_behalf_of: Person | None, fields: dict[str, Any]) -> Statement:
    gathering = fields.get("gathering")
    if gathering is not None:
        if gathering.state == GatheringState.WITHDRAWN:
            raise Refused(_("这场会议的导入已撤销，不能再记录意见。"))
        fields = {"campaign": gathering.campaign, "unit": gathering.unit, **fields}
    statement = Statement(
        text_original=text.strip(), added_by=by, on_behalf_of=on_behalf_of, **fields
    )
    check_may_enter(by, statement.unit, statement.campaign, on_behalf_of)
    if statement.said_at is None:
        statement.said_at = clock.now()
    if statement.raised_by is None and on_behalf_of is not None:
        statement.raised_by = on_behalf_of
    return statement


@transaction.atomic
def record_statements(entries: Sequence[Entry], *, by: Any) -> list[Statement]:
    """Keep a whole list that was checked before: accepted when the office brings it, else submitted.

    Codes are given where missing; answers are kept as imported ones.
    """
    statements = [entry.statement for entry in entries]
    _check_all_may_enter(statements, by)
    missing = [s for s in statements if not s.code]
    codes = next_codes(statement_prefix(), len(missing), CODE_WIDTH) if missing else []
    for statement, code in zip(missing, codes, strict=True):
        statement.code = code
    offices = {c: is_office(by, c) for c in {s.campaign_id for s in statements}}
    for statement in statements:
        statement.added_by = by
        accepted = offices[statement.campaign_id]
        statement.state = StatementState.ACCEPTED if accepted else StatementState.SUBMITTED
    made = create_many(statements, by=by)
    _keep_answers(entries)
    _keep_dimensions(entries)
    return made


def _check_all_may_enter(statements: Sequence[Statement], by: Any) -> None:
    places = {(s.unit_id, s.campaign_id): s for s in statements}
    for statement in places.values():
        check_may_enter(by, statement.unit, statement.campaign)


def _keep_answers(entries: Iterable[Entry]) -> None:
    bulk.insert_records(
        [
            Answer(statement=entry.statement, text=text, answered_at=at, imported=True)
            for entry in entries
            for text, at in entry.answers
        ]
    )


def _keep_dimensions(entries: Iterable[Entry]) -> None:
    through = Statement.dimensions.through
    through.objects.bulk_create(
        (
            through(statement_id=entry.statement.pk, dimension_id=dimension.pk)
            for entry in entries
            for dimension in entry.dimensions
        ),
        batch_size=1000,
    )


def revise_statement(
    statement: Statement, changes: dict[str, Any], *, by: Any, version: int | None
) -> Statement:
    """Classify, or word for the list (`text_edited`); what was said changes only in a draft."""
    _check_revision(statement, changes, by)
    return edit(statement, changes, by=by, version=version)


def revise_statements(changes: Sequence[Edit], *, by: Any) -> list[Statement]:
    """The same for a whole list; raises `RefusedAt` the one that may not be revised."""
    for place, change in enumerate(changes):
        with at(place):
            _check_revision(change.record, change.changes, by)
    return edit_many(changes, by=by)


def _check_revision(statement: Statement, changes: Mapping[str, Any], by: Any) -> None:
    check_revisable(statement, by)
    if statement.state != StatementState.DRAFT and (said := set(changes) & set(OF_A_DRAFT)):
        names = "、".join(str(Statement._meta.get_field(n).verbose_name) for n in sorted(said))
        raise Refused(
            _("意见已提交，%(names)s不能再改；如需通顺，请另写整理稿。") % {"names": names}
        )


def check_revisable(statement: Statement, by: Any) -> None:
    """Refuse to touch a withdrawn statement, and whoever neither reports for the unit nor entered it."""
    if statement.state == StatementState.WITHDRAWN:
        raise Refused(_("导入已撤销的意见不能修改。"))
    entered = statement.added_by_id == by.pk and statement.state == StatementState.DRAFT
    if not (entered or may_enter(by, statement.unit_id, statement.campaign_id)):
        raise NotAllowed(_("您不是%(unit)s的填报员或负责人，不能修改。") % {"unit": statement.unit})


def follow_links(statement: Statement, *, by: Any) -> Statement:
    """Move a statement to where its open links say it is: linked, or accepted again.

    Called by whoever opens or ends links, after having done so; does nothing when all is right.
    """
    statement = Statement.objects.get(pk=statement.pk)
    linked = statement.links.filter(until=None).exists()
    if linked and statement.state == StatementState.ACCEPTED:
        return perform(statement, "link", by=by)
    freed = statement.state in (StatementState.LINKED, StatementState.ANSWERED)
    if not linked and freed and not statement.settled_as:
        return perform(statement, "unlink", by=by)
    return statement


def statement_prefix() -> str:
    """What the codes of statements begin with this year."""
    return f"YJ-{clock.today().year}"

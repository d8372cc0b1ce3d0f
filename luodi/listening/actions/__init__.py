"""Writes of listening that are not moves."""

from luodi.listening.actions.campaigns import (
    check_may_configure,
    may_configure,
    may_set_up,
    set_up_campaign,
)
from luodi.listening.actions.gatherings import (
    add_topic,
    check_editable,
    record_gathering,
    record_gatherings,
)
from luodi.listening.actions.guests import (
    guest_suggest,
    invite_guest,
    note_attendance,
    rate_answer,
    renew_link,
    revoke_link,
)
from luodi.listening.actions.permits import may_enter
from luodi.listening.actions.statements import (
    CODE_WIDTH,
    Entry,
    check_revisable,
    follow_links,
    record_statement,
    record_statements,
    revise_statement,
    revise_statements,
    statement_prefix,
)

__all__ = [
    "CODE_WIDTH",
    "Entry",
    "add_topic",
    "check_editable",
    "check_may_configure",
    "check_revisable",
    "follow_links",
    "guest_suggest",
    "invite_guest",
    "may_configure",
    "may_enter",
    "may_set_up",
    "note_attendance",
    "rate_answer",
    "record_gathering",
    "record_gatherings",
    "record_statement",
    "record_statements",
    "renew_link",
    "revise_statement",
    "revise_statements",
    "revoke_link",
    "set_up_campaign",
    "statement_prefix",
]

"""Writes that are not moves."""

from luodi.briefs.actions.briefs import draft_brief, edit_brief
from luodi.briefs.actions.builtin import built_in, install_templates
from luodi.briefs.actions.checking import bind, learn, retire, send_text
from luodi.briefs.actions.templates import edit_template, make_template

__all__ = [
    "bind",
    "built_in",
    "draft_brief",
    "edit_brief",
    "edit_template",
    "install_templates",
    "learn",
    "make_template",
    "retire",
    "send_text",
]

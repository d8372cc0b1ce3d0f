"""Writes that are not moves."""

from luodi.briefs.actions.briefs import draft_brief, edit_brief
from luodi.briefs.actions.templates import edit_template, make_template

__all__ = ["draft_brief", "edit_brief", "edit_template", "make_template"]

"""Briefs on paper: Word in official form or on the office's own letterhead, and PDF."""

from luodi.briefs.documents.papers import pdf_of_brief, word_of_brief

__all__ = ["pdf_of_brief", "word_of_brief"]

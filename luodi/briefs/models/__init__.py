"""What is kept: templates with versions, briefs with versions, editions with citations,
texts somebody checks."""

from luodi.briefs.models.brief import Brief, BriefText
from luodi.briefs.models.checked import Binding, CheckedText, FigureAlias
from luodi.briefs.models.edition import Citation, Edition
from luodi.briefs.models.template import BriefTemplate, TemplateText

__all__ = [
    "Binding", "Brief", "BriefTemplate", "BriefText", "CheckedText", "Citation", "Edition",
    "FigureAlias", "TemplateText",
]  # fmt: skip

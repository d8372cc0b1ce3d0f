"""What is kept: templates with versions, briefs with versions, editions with their citations."""

from luodi.briefs.models.brief import Brief, BriefText
from luodi.briefs.models.edition import Citation, Edition
from luodi.briefs.models.template import BriefTemplate, TemplateText

__all__ = ["Brief", "BriefTemplate", "BriefText", "Citation", "Edition", "TemplateText"]

"""Forms of this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.briefs.models import Brief, BriefTemplate
from luodi.kernel.forms import RecordForm
from luodi.listening.models import Campaign


class SourceField(forms.CharField):
    """A text in the language of templates; blanks at its ends are kept."""

    def __init__(self, **more: Any) -> None:
        attrs = {"rows": 24, "spellcheck": "false", "class": "source", "data-source": ""}
        super().__init__(strip=False, widget=forms.Textarea(attrs=attrs), **more)


class NewBriefForm(RecordForm):
    """From which template, about what, for which days."""

    template = forms.ModelChoiceField(
        label=_("模板"), queryset=BriefTemplate.objects.filter(active=True), required=False,
        help_text=_("不选模板则从空白开始。"),
    )  # fmt: skip

    class Meta:
        model = Brief
        fields = ("title", "campaign", "start", "end", "unit", "addressee", "copies")

    field_order = ("template", "title", "campaign", "start", "end", "unit", "addressee", "copies")

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign: Any = self.fields["campaign"]
        campaign.queryset = Campaign.objects.run_by(reader)
        if campaign.queryset.count() == 1:
            campaign.initial = campaign.queryset.get()


class BriefForm(RecordForm):
    """The text with what stands round it."""

    source = SourceField(label=_("正文"))
    field_order = ("title", "source")

    class Meta:
        model = Brief
        fields = (
            "title", "source", "start", "end", "unit", "kind", "masthead", "addressee", "copies",
        )  # fmt: skip


class TemplateForm(RecordForm):
    """A template, and the office's own Word letterhead."""

    source = SourceField(label=_("正文模板"))
    letterhead = forms.FileField(
        label=_("本单位 Word 模板"), required=False,
        help_text=_("可不传。docx 文件，用 {{ body }} 标出正文的位置，其他写法与正文模板相同。"),
    )  # fmt: skip

    class Meta:
        model = BriefTemplate
        fields = ("code", "name", "kind", "masthead", "note", "active", "source")


class EditedFileForm(forms.Form):
    """A Word file somebody edited, to be held against the brief."""

    file = forms.FileField(label=_("改过的 Word 文件"))

"""What people fill in; every form hands its values to one action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import EvidenceKind
from luodi.kernel.forms import RecordForm
from luodi.kernel.models import Person
from luodi.kernel.widgets import DateInput, SearchSelectMultiple
from luodi.listening.choices import Rating, StatementKind
from luodi.listening.models import (
    Campaign,
    Dimension,
    Gathering,
    Phase,
    Statement,
    Topic,
)
from luodi.listening.queries import open_campaigns, units_for


class CampaignForm(RecordForm):
    """A campaign."""

    class Meta:
        model = Campaign
        fields = ("code", "name", "host_unit", "start", "end")


class PhaseForm(RecordForm):
    """A phase."""

    class Meta:
        model = Phase
        fields = ("kind", "name", "start", "end")


class DimensionForm(RecordForm):
    """One of the six: what the office calls it."""

    class Meta:
        model = Dimension
        fields = ("label", "hint")


class GatheringForm(RecordForm):
    """A gathering, before it is reported."""

    class Meta:
        model = Gathering
        fields = (
            "campaign", "unit", "kind", "title", "held_on", "place", "chair", "recorder",
            "attendance_count", "ordinal", "minutes",
        )  # fmt: skip
        widgets = {"minutes": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _narrow(self, by)
        for name in ("chair", "recorder"):
            self.fields[name].queryset = Person.objects.filter(active=True)
        self.fields["ordinal"].help_text = _("只有系列活动（如专题报告会）才填写。")


class StatementForm(RecordForm):
    """What somebody said, while it is still a draft."""

    said_on = forms.DateField(label=_("提出日期"), widget=DateInput())
    on_behalf_of = forms.ModelChoiceField(
        Person.objects.none(), label=_("代录对象"), required=False,
        help_text=_("代领导录入时选择；页面会一直显示“某某 代录”。"),
    )  # fmt: skip

    class Meta:
        model = Statement
        fields = (
            "campaign", "unit", "text_original", "kind", "dimensions", "source_kind", "title",
            "raised_by", "anonymity",
        )  # fmt: skip
        widgets = {"text_original": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _narrow(self, by)
        self.fields["raised_by"].queryset = Person.objects.filter(active=True)
        self.fields["text_original"].help_text = _("照原话记录；提交后不能再改。")
        self.fields["said_on"].initial = clock.today()
        others = by.standing.speaks_for() - {by.person_id}
        if others:
            self.fields["on_behalf_of"].queryset = Person.objects.filter(pk__in=others)
        else:
            del self.fields["on_behalf_of"]


class DraftForm(RecordForm):
    """A statement that was not submitted yet."""

    class Meta:
        model = Statement
        fields = ("text_original", "title", "kind", "dimensions", "raised_by", "anonymity")
        widgets = {"text_original": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimensions"].queryset = self.instance.campaign.dimensions.all()
        self.fields["raised_by"].queryset = Person.objects.filter(active=True)


class RevisionForm(RecordForm):
    """What may still change once it was said: the wording for the list and how it is classified."""

    class Meta:
        model = Statement
        fields = ("text_edited", "kind", "dimensions", "answer_due")
        widgets = {"text_edited": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimensions"].queryset = self.instance.campaign.dimensions.all()
        self.fields["text_edited"].help_text = _("只为清单通顺而写，原话另行保留、始终可见。")


class EvidenceForm(forms.Form):
    """A photograph, minutes or another paper of a gathering."""

    file = forms.FileField(
        label=_("文件"), widget=forms.FileInput(),
        error_messages={"required": _("请选择要上传的文件。")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("类型"), choices=EvidenceKind, initial=EvidenceKind.MINUTES, required=False
    )
    title = forms.CharField(label=_("名称"), max_length=120, required=False)


class InvitationForm(forms.Form):
    """A guest."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    honour = forms.CharField(label=_("身份"), max_length=60, required=False)


class TopicForm(forms.Form):
    """A topic of a symposium."""

    title = forms.CharField(label=_("议题"), max_length=80)


class SuggestionForm(forms.Form):
    """A guest's suggestion."""

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("议题"), required=False)
    text = forms.CharField(
        label=_("您的建议"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = gathering.topics.all()
        self.fields["topic"].empty_label = _("其他")
        self.fields["text"].widget.attrs["data-draft"] = f"suggestion-{gathering.pk}"


class RatingForm(forms.Form):
    """What a guest thinks of an answer."""

    rating = forms.ChoiceField(label=_("对这次答复"), choices=Rating, widget=forms.RadioSelect())
    comment = forms.CharField(label=_("补充说明"), max_length=300, required=False)


class QuickForm(forms.Form):
    """Several statements under a gathering: one box each, the kind for all of them."""

    kind = forms.ChoiceField(label=_("类型"), choices=StatementKind)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimensions"] = forms.ModelMultipleChoiceField(
            campaign.dimensions.all(), label=_("对照方面"), required=False,
            widget=SearchSelectMultiple(),
        )  # fmt: skip

    def lines(self) -> list[str]:
        """The boxes that are not empty."""
        return [text.strip() for text in self.data.getlist("text") if text.strip()]


def _narrow(form: forms.ModelForm, by: Any) -> None:
    """Offer only campaigns that are open and units one may enter for; preset a single one."""
    form.fields["campaign"].queryset = open_campaigns(by)
    form.fields["unit"].queryset = units_for(by)
    if "dimensions" in form.fields:
        form.fields["dimensions"].queryset = Dimension.objects.filter(
            campaign__in=open_campaigns(by)
        )
    for name in ("campaign", "unit"):
        choices = form.fields[name].queryset[:2]
        if len(choices) == 1 and form.instance.pk is None:
            form.fields[name].initial = choices[0]

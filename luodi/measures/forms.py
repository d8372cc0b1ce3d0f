"""What people type in this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import EvidenceKind, Visibility
from luodi.kernel.forms import RecordForm
from luodi.kernel.models import Person
from luodi.kernel.picking import PickField
from luodi.kernel.widgets import DateInput
from luodi.measures.models import (
    Extension,
    Handover,
    LeaderAction,
    LookBack,
    Measure,
    Milestone,
    Outcome,
    ProgressReport,
    SupervisionOrder,
)
from luodi.measures.models.measure import default_evidence


class KindsField(forms.MultipleChoiceField):
    """Kinds of evidence a closing needs."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            label=_("须有佐证"), choices=EvidenceKind.choices, required=False, initial=default_evidence,
            help_text=_("一般一类即可，不必求多。"),
        )  # fmt: skip


class MeasureForm(RecordForm):
    """A measure; `only` leaves the fields the reader may change."""

    required_evidence = KindsField()

    class Meta:
        model = Measure
        fields = (
            "content", "target", "result_form", "lead_unit", "cooperating_units", "handler",
            "deadline_kind", "due_on", "report_rhythm", "required_evidence", "note",
        )  # fmt: skip
        widgets = {"content": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, only: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - (only if only is not None else set(self.fields)):
            del self.fields[name]


class NewMeasureForm(MeasureForm):
    """A new measure, with the leader who will answer for it."""

    leader = PickField(Person.objects.filter(active=True), label=_("牵头领导"), required=False)

    field_order = ("content", "target", "result_form", "leader", "lead_unit")


class LeaderForm(forms.Form):
    """Who will answer for a draft."""

    leader = PickField(Person.objects.filter(active=True), label=_("牵头领导"))
    show = RecordForm.show


class ReportForm(RecordForm):
    """进展反馈."""

    class Meta:
        model = ProgressReport
        fields = ("text", "self_assessment", "next_step", "needs_coordination")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "self_assessment": forms.RadioSelect(),
        }


class SeveralFiles(forms.ClearableFileInput):
    """Several files at once; a phone offers its camera too."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files if one]


class EvidenceForm(forms.Form):
    """Several files and pictures of one kind, or a link."""

    files = FilesField(
        label=_("文件"), required=False, help_text=_("可一次选多个；图片、PDF、Word、Excel 均可。")
    )
    photos = FilesField(
        label=_("拍照"), required=False,
        widget=SeveralFiles(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("手机上直接打开相机。"),
    )  # fmt: skip
    link = forms.URLField(label=_("网址"), required=False, assume_scheme="https")
    kind = forms.ChoiceField(label=_("类型"), choices=EvidenceKind.choices)
    title = forms.CharField(
        label=_("名称"), required=False, max_length=120, help_text=_("不填则用文件名。")
    )
    described = forms.CharField(label=_("说明"), required=False, max_length=500)
    taken_on = forms.DateField(label=_("形成日期"), required=False, widget=DateInput())
    visibility = forms.ChoiceField(label=_("公开范围"), choices=Visibility.choices)
    show = RecordForm.show

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not (found["files"] or found["photos"] or found["link"]):
            raise forms.ValidationError(_("请选择文件、拍照或填写网址。"))
        return found

    def papers(self) -> list[dict[str, Any]]:
        """One set of values for each file, and for the link."""
        given = self.cleaned_data
        shared = {k: given[k] for k in ("kind", "described", "taken_on", "visibility", "title")}
        papers = [{**shared, "file": file} for file in (*given["files"], *given["photos"])]
        return [*papers, {**shared, "link": given["link"]}] if given["link"] else papers


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    show = RecordForm.show


class LeaderActionForm(RecordForm):
    """领导推动."""

    class Meta:
        model = LeaderAction
        fields = ("done_on", "kind", "content", "decision")
        widgets = {"content": forms.Textarea(attrs={"rows": 4}), "kind": forms.RadioSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today


class ExtensionForm(RecordForm):
    """延期申请."""

    class Meta:
        model = Extension
        fields = ("to_date", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}


class HandoverForm(RecordForm):
    """责任交接."""

    class Meta:
        model = Handover
        fields = ("to_person", "remaining")
        widgets = {"remaining": forms.Textarea(attrs={"rows": 4})}


class MilestoneForm(RecordForm):
    """节点."""

    class Meta:
        model = Milestone
        fields = ("title", "due_on")


class MilestoneDoneForm(RecordForm):
    """A step is done."""

    class Meta:
        model = Milestone
        fields = ("done_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].required = True
        self.fields["done_on"].initial = clock.today


class OutcomeForm(RecordForm):
    """成效."""

    class Meta:
        model = Outcome
        fields = (
            "indicator", "before", "after", "unit", "as_of", "source", "satisfaction", "story",
            "publishable",
        )  # fmt: skip
        widgets = {"story": forms.Textarea(attrs={"rows": 4})}


class LookBackForm(RecordForm):
    """回头看; a rebound begins a new cycle with a deadline of its own."""

    due_again_on = forms.DateField(
        label=_("重新挂号后的时限"), required=False, widget=DateInput(),
        help_text=_("问题反弹时填写；不填则沿用原时限。"),
    )  # fmt: skip

    class Meta:
        model = LookBack
        fields = ("result", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].required = self.fields["note"].required = True


class OrderForm(RecordForm):
    """督办单."""

    class Meta:
        model = SupervisionOrder
        fields = ("to_unit", "measures", "subject", "basis", "requirement", "reply_due")
        widgets = {"requirement": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = Measure.objects.visible_to(reader).open()

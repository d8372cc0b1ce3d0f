"""What people fill in; every form hands its values to one action."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.forms import RecordForm
from luodi.kernel.widgets import SearchSelect
from luodi.listening.models import Campaign, Dimension, Statement
from luodi.problems.models import Category, OutsideConsent, Problem
from luodi.problems.models.problem import ON_THE_LIST
from luodi.problems.queries import targets_for


class ProblemForm(RecordForm):
    """A problem's words, its category and its dimension."""

    class Meta:
        model = Problem
        fields = ("title", "category", "primary_dimension", "place", "description", "cause")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "cause": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance.campaign_id
        self.fields["category"].queryset = Category.objects.filter(campaign=campaign)
        self.fields["primary_dimension"].queryset = Dimension.objects.filter(campaign=campaign)

    def clean(self) -> dict[str, Any]:
        """What stands on the list keeps its category and its dimension."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.state in ON_THE_LIST:
            for name in ("category", "primary_dimension"):
                if not cleaned.get(name):
                    self.add_error(name, _("已列入清单的问题必须有这一项。"))
        return cleaned


class NewProblemForm(ProblemForm):
    """A draft, for a campaign one runs."""

    class Meta(ProblemForm.Meta):
        pass


class CategoryForm(RecordForm):
    """What the office calls a category."""

    class Meta:
        model = Category
        fields = ("label",)


class MergeForm(forms.Form):
    """Where to, and why."""

    into = forms.ModelChoiceField(
        Problem.objects.none(), label=gettext_lazy("并入哪个问题"), widget=SearchSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = targets_for(problem.campaign_id).exclude(pk=problem.pk)


class SplitForm(forms.Form):
    """Which statements go, where to, and why: a new problem, or one that exists."""

    title = forms.CharField(
        label=gettext_lazy("另立新问题，表述为"), max_length=200, required=False
    )
    target = forms.ModelChoiceField(
        Problem.objects.none(), label=gettext_lazy("或者改归已有的问题"), required=False,
        widget=SearchSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets_for(problem.campaign_id).exclude(pk=problem.pk)

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("title")) == bool(cleaned.get("target")):
            self.add_error("title", _("请写新问题的表述，或者选一个已有的问题，二选一。"))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class CampaignChoice(forms.Form):
    """One campaign of those the reader's office runs."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("专项工作"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.run_by(by)


class ConsentForm(RecordForm):
    """Who said so, when, for what and why."""

    class Meta:
        model = OutsideConsent
        fields = ("kind", "address", "given_by", "given_on", "reason")


class PairForm(forms.Form):
    """Two statements to hold against each other: one of the problem, and any other."""

    one = forms.ModelChoiceField(Statement.objects.none(), label=gettext_lazy("这个问题下的意见"))
    other = forms.CharField(
        label=gettext_lazy("另一条意见的编号"), max_length=32,
        help_text=gettext_lazy("同一专项工作的任何一条，归没归进来都可以。"),
    )  # fmt: skip

    def __init__(self, *args: Any, members: Any, readable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readable = readable
        self.fields["one"].queryset = members

    def clean_other(self) -> Statement:
        """The statement of this code, if the reader may see it."""
        code = self.cleaned_data["other"].strip()
        found: Statement | None = self.readable.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("没有编号“%(code)s”的意见。") % {"code": code})
        return found

    def clean(self) -> dict[str, Any]:
        """Two different ones."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("one") is not None and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("请选两条不同的意见。"))
        return cleaned

"""Pages on which a text is held against the records, number by number."""

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luodi.briefs.actions.checking import bind, learn, retire, send_text
from luodi.briefs.checking import Checked, Mark, Verdict
from luodi.briefs.checking.annotated import SIGNS, annotated
from luodi.briefs.checking.holding import words_for
from luodi.briefs.checking.pieces import paragraphs
from luodi.briefs.checking.texts import DOCX
from luodi.briefs.models import CheckedText, FigureAlias
from luodi.briefs.queries.checking import checked
from luodi.kernel import preferences
from luodi.kernel.choices import Role
from luodi.kernel.editing import create_page, posted_version
from luodi.kernel.evidence import path_of
from luodi.kernel.figures import FIGURES
from luodi.kernel.forms import RecordForm
from luodi.kernel.lists import RecordFilter, RecordTable, list_page
from luodi.kernel.widgets import DateInput
from luodi.listening.models import Campaign

LABELS = {
    Verdict.CONTRADICTED: (gettext_lazy("与记录不符"), "bad"),
    Verdict.NO_RECORD: (gettext_lazy("没有可对的记录"), "warn"),
    Verdict.VERIFIED: (gettext_lazy("与记录相符"), "good"),
}


class TextTable(RecordTable):
    """One's own texts, newest first."""

    title = tables.Column(linkify=True, attrs={"td": {"class": "lead"}})

    class Meta(RecordTable.Meta):
        model = CheckedText
        fields = ("title", "doc_date", "campaign", "unit", "created_at")
        empty_text = gettext_lazy("没有送核的文字。点“送核文字”，粘贴一段或选一个文件。")


class TextFilter(RecordFilter):
    """By words of the name and by days."""

    since = django_filters.DateFilter(
        label=gettext_lazy("成文日期从"),
        field_name="doc_date",
        lookup_expr="gte",
        widget=DateInput(),
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("成文日期到"),
        field_name="doc_date",
        lookup_expr="lte",
        widget=DateInput(),
    )

    class Meta:
        model = CheckedText
        fields: list[str] = []

    def search(self, rows: Any, _name: str, words: str) -> Any:
        """A draft is in no index; its name is looked through."""
        return rows.filter(title__icontains=words)


class TextForm(RecordForm):
    """Paste a text, or choose a file."""

    upload = forms.FileField(
        label=gettext_lazy("或选择文件"), required=False,
        help_text=gettext_lazy(".txt、.docx 或 .pdf"),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.pdf"}),
    )  # fmt: skip

    class Meta:
        model = CheckedText
        fields = ("text", "title", "doc_date", "campaign", "unit", "place")
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}

    field_order = ("text", "upload", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "title"):
            self.fields[name].required = False
        self.fields["title"].help_text = gettext_lazy("不填取文件名或第一行。")


@login_required
@require_GET
def text_list(request: HttpRequest) -> HttpResponse:
    """Texts one sent in."""
    found = CheckedText.objects.visible_to(request.user).select_related("campaign", "unit")
    teaches = request.user.standing.has(Role.OFFICE)
    return list_page(
        request, found, title=_("数字核对"), table=TextTable, filterset=TextFilter,
        template="briefs/text_list.html", teaches=teaches,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def text_new(request: HttpRequest) -> HttpResponse:
    """Send a text in."""
    running = Campaign.objects.visible_to(request.user).first()
    form = TextForm(
        request.POST or None, request.FILES or None, initial={"campaign": running},
        instance=CheckedText(),
    )  # fmt: skip
    return create_page(
        request, form, title=_("送核文字"), submit_label=_("核对"),
        save=lambda f: send_text(by=request.user, **f.cleaned_data),
    )  # fmt: skip


@login_required
@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with every number marked, and the list of numbers beside it."""
    found = get_object_or_404(CheckedText.objects.visible_to(request.user), pk=pk)
    result = checked(found, request.user)
    shown = request.GET.get("verdict", "")
    context = {
        "title": found.title, "text": found, "result": result,
        "paragraphs": list(paragraphs(result)),
        "counts": [(v, label, tone, result.count(v)) for v, (label, tone) in LABELS.items()],
        "rows": claim_rows(result, shown),
        "shown": shown, "choices": _choices(request.user),
        "teaches": request.user.standing.has(Role.OFFICE),
        "crumbs": [(_("数字核对"), "../")],
    }  # fmt: skip
    return render(request, "briefs/text.html", context)


@login_required
@require_POST
def text_bind(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which figure a number means; the office may have the name remembered."""
    found = get_object_or_404(CheckedText.objects.visible_to(request.user), pk=pk)
    start = int(request.POST.get("start", "0") or 0)
    key = request.POST.get("figure", "")
    bind(found, start, key, by=request.user)
    if key and request.POST.get("remember"):
        learn(key, request.POST.get("words", ""), by=request.user)
    messages.success(request, _("已按您认定的指标重新核对。") if key else _("已取消认定。"))
    return redirect(f"{found.get_absolute_url()}#row-{start}")


@login_required
@require_GET
def text_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as Word with comments."""
    found = get_object_or_404(CheckedText.objects.visible_to(request.user), pk=pk)
    own = found.file if found.file and found.file.content_type == DOCX else None
    content = annotated(
        checked(found, request.user), str(preferences.get("office.name")), own and path_of(own)
    )
    response = HttpResponse(content, content_type=DOCX)
    name = f"{found.title.removesuffix('.docx')}（{_('核对')}）.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


class AliasTable(RecordTable):
    """Learnt names by figure."""

    label = tables.Column(gettext_lazy("指标"), accessor="figure", order_by="figure")
    words = tables.Column(attrs={"td": {"class": "lead"}})
    retire = tables.TemplateColumn(
        template_name="briefs/parts/retire.html", verbose_name="", orderable=False
    )

    class Meta(RecordTable.Meta):
        model = FigureAlias
        fields = ("words", "label", "made_by", "created_at", "retired_at", "retire")
        empty_text = gettext_lazy("还没有学到的叫法。在核对结果里改认指标时可以记住。")

    def render_label(self, value: str) -> str:
        """The figure's name."""
        return str(FIGURES[value].label) if value in FIGURES else value


class AliasFilter(RecordFilter):
    """By words."""

    class Meta:
        model = FigureAlias
        fields: list[str] = []

    def search(self, rows: Any, _name: str, words: str) -> Any:
        """Among the names."""
        return rows.filter(words__icontains=words)


@login_required
@require_GET
def alias_list(request: HttpRequest) -> HttpResponse:
    """Names the checks have learnt."""
    found = FigureAlias.objects.visible_to(request.user).select_related("made_by__person")
    return list_page(
        request, found, title=_("指标叫法"), table=AliasTable, filterset=AliasFilter,
        crumbs=[(_("数字核对"), "../texts/")],
    )  # fmt: skip


@login_required
@require_POST
def alias_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one."""
    found = get_object_or_404(FigureAlias.objects.visible_to(request.user), pk=pk)
    retire(found, by=request.user, version=posted_version(request))
    messages.success(request, _("已停用，以后的核对不再用它。"))
    return redirect("briefs:aliases")


def claim_rows(result: Checked, shown: str = "") -> list[dict[str, Any]]:
    """What the page tells of each number, the worst first; `shown`: of one verdict only."""
    order = list(LABELS)
    rows = [m for m in result.marks if m.verdict in SIGNS and shown in ("", m.verdict)]
    return [_row(mark) for mark in sorted(rows, key=lambda m: order.index(m.verdict))]


def _row(mark: Mark) -> dict[str, Any]:
    label, tone = LABELS[mark.verdict]
    return {
        "mark": mark, "label": label, "tone": tone, "words": words_for(mark.claim),
        "candidates": [(key, FIGURES[key].label) for key in mark.candidates if key in FIGURES],
    }  # fmt: skip


def _choices(reader: Any) -> list[tuple[str, str]]:
    visible = [f for f in FIGURES.values() if f.visible(reader)]
    return sorted(((f.key, f"{f.label}（{f.unit}）") for f in visible), key=lambda one: one[1])

"""Sending a text in to be checked, saying what a number means, and teaching names."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from luodi.briefs.checking import home_of_reader
from luodi.briefs.checking.texts import words_of
from luodi.briefs.models import Binding, CheckedText, FigureAlias
from luodi.briefs.models.checked import TEXT_LIMIT
from luodi.kernel import actions, clock
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.evidence import add_evidence, path_of
from luodi.kernel.figures import FIGURES
from luodi.kernel.refusals import NotAllowed, Refused


@transaction.atomic
def send_text(*, by: Any, upload: UploadedFile | None, **fields: Any) -> CheckedText:
    """Keep a text that was typed in or sent as a file, for this person alone."""
    if not is_business(by):
        raise NotAllowed(_("送核文字须用业务账号。"))
    if home_of_reader(by, fields.get("campaign"), fields.get("unit")) is None:
        raise ValidationError({"unit": _("这个范围的记录您不能全看到，请选择本单位。")})
    if upload is not None:
        kept = add_evidence(by=by, title=upload.name or "", file=upload)
        fields |= {
            "file": kept,
            "title": fields.get("title") or kept.file_name[:120],
            "text": words_of(path_of(kept), kept.content_type, kept.file_name),
        }
    text = fields.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise ValidationError({"text": _("请粘贴文字，或选择一个文件。")})
    if len(text) > TEXT_LIMIT:
        raise ValidationError({"text": _("文字超过 %(n)d 字，请分几次送核。") % {"n": TEXT_LIMIT}})
    first = next(line.strip() for line in text.split("\n") if line.strip())
    title = fields.get("title") or first[:24]
    made = CheckedText(**fields | {"text": text, "title": title, "made_by": by})
    return actions.create(made, by=by)


def bind(text: CheckedText, start: int, key: str, *, by: Any) -> Binding:
    """Say which figure a number of one's own text means; "" takes it back."""
    with actions.refusals_kept("briefs.binding.create", text, by=by), transaction.atomic():
        if text.made_by_id != by.pk:
            raise NotAllowed(_("只能认定自己送核的文字。"))
        if key and (key not in FIGURES or not FIGURES[key].visible(by)):
            raise Refused(_("没有这个指标，请从列表里选。"))
        CheckedText.objects.select_for_update().get(pk=text.pk)
        known = Binding.objects.filter(text=text, start=start).first()
        if known is not None:
            return actions.edit(known, {"figure": key}, by=by, version=None)
        return actions.create(Binding(text=text, start=start, figure=key, made_by=by), by=by)


def learn(key: str, words: str, *, by: Any) -> FigureAlias:
    """Let every later check know a figure by these words too."""
    with actions.refusals_kept("briefs.figurealias.create", None, by=by), transaction.atomic():
        _must_teach(by)
        words = words.strip()
        if len(words) < 2 or re.search(r"[\d\s]", words):
            raise Refused(_("叫法至少两个字，不含数字和空格，如“专题研讨会”。"))
        _must_be_free(key, words)
        known = FigureAlias.objects.in_use().filter(figure=key, words=words).first()
        return known or actions.create(FigureAlias(figure=key, words=words, made_by=by), by=by)


def retire(alias: FigureAlias, *, by: Any, version: int | None) -> FigureAlias:
    """Forget a learnt name from now on."""
    with actions.refusals_kept("briefs.figurealias.edit", alias, by=by):
        _must_teach(by)
        return actions.edit(alias, {"retired_at": clock.now()}, by=by, version=version)


def _must_teach(by: Any) -> None:
    if not by.standing.has(Role.OFFICE):
        raise NotAllowed(_("指标的叫法须由工作专班认定。"))


def _must_be_free(key: str, words: str) -> None:
    """Two figures of one unit must not share a name: nothing could tell them apart."""
    figure = FIGURES[key]
    for other in FIGURES.values():
        names = (str(other.label), *map(str, other.aliases))
        if other.key != key and str(other.unit) == str(figure.unit) and words in names:
            raise Refused(
                _("“%(words)s”已经是“%(other)s”的叫法。") % {"words": words, "other": other.label}
            )
    taken = FigureAlias.objects.in_use().filter(words=words).exclude(figure=key).first()
    if taken is not None:
        other = FIGURES.get(taken.figure)
        label = other.label if other else taken.figure
        raise Refused(
            _("“%(words)s”已经学作“%(other)s”，请先停用那一条。") % {"words": words, "other": label}
        )

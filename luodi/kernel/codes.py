"""Codes: stable, printed, never used twice."""

from django.db import transaction

from luodi.kernel.models import CodeCounter


@transaction.atomic
def next_codes(prefix: str, count: int = 1, width: int = 4) -> list[str]:
    """Reserve `count` codes `prefix-0001`…, in order."""
    counter, _ = CodeCounter.objects.select_for_update().get_or_create(prefix=prefix)
    first = counter.last + 1
    counter.last += count
    counter.save()
    return [f"{prefix}-{number:0{width}d}" for number in range(first, first + count)]


def next_code(prefix: str, width: int = 4) -> str:
    """Reserve one code."""
    return next_codes(prefix, 1, width)[0]

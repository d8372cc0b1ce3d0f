"""Codes: stable, printed, never used twice.

Whoever takes a code holds its counter to the end of the transaction, so that one rolled back is given
again. A long transaction takes its numbers in a short one of its own before it begins (`take`), and
hands back what it did not use.
"""

from django.db import transaction

from luodi.kernel.models import CodeCounter


@transaction.atomic
def take(prefix: str, count: int) -> range:
    """Reserve the next `count` numbers under a prefix."""
    counter, _ = CodeCounter.objects.select_for_update().get_or_create(prefix=prefix)
    first = counter.last + 1
    counter.last += count
    counter.save()
    return range(first, first + count)


def hand_back(prefix: str, numbers: range) -> bool:
    """Give reserved numbers back, unless later ones were given out since: then they stay unused."""
    if not numbers:
        return True
    counter = CodeCounter.objects.filter(prefix=prefix, last=numbers[-1])
    return bool(counter.update(last=numbers[0] - 1))


def code_of(prefix: str, number: int, width: int = 4) -> str:
    """`YJ-2026-00012` for the twelfth of `YJ-2026`, five digits wide."""
    return f"{prefix}-{number:0{width}d}"


def next_codes(prefix: str, count: int = 1, width: int = 4) -> list[str]:
    """Reserve `count` codes `prefix-0001`…, in order."""
    return [code_of(prefix, number, width) for number in take(prefix, count)]


def next_code(prefix: str, width: int = 4) -> str:
    """Reserve one code."""
    return next_codes(prefix, 1, width)[0]

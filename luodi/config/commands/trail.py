"""Verify the audit trail: `luodi trail verify` names the first broken number."""

from luodi.config.commands import refuse
from luodi.kernel.models import TrailEvent
from luodi.kernel.trail import first_broken


def main(words: list[str]) -> int:
    """0 whole, 1 broken."""
    if words != ["verify"]:
        return refuse("用法：luodi trail verify")
    broken = first_broken()
    if broken is None:
        print(f"审计日志完整，共 {TrailEvent.objects.count()} 条。")
        return 0
    print(f"审计日志第 {broken[0]} 条有问题：{broken[1]}。")
    return 1

"""The app of the large ledger."""

from luodi.kernel.rooms import RoomConfig


class LedgerConfig(RoomConfig):
    name = "benchmarks.figures.ledger"
    label = "bench_ledger"
    default = True

"""Look-ups the database answers better than by Django's own."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """`unit__among=ids`: as `__in`, with one parameter however many keys; somebody who answers for
    two thousand units would otherwise send each of them several times with every page."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[int]:
        keys: Iterable[int] = self.rhs
        return sorted(keys)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, self.rhs]
        listed = ",".join(map(str, self.rhs))
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, f"[{listed}]"]

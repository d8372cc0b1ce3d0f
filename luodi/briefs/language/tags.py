"""The four tags that stand in lines of their own: period, table, chart, records."""

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser


class Blocks(Extension):
    """`{% table by="org" figures=[…] %}` becomes one call of the page's method of that name."""

    tags = {"period", "table", "chart", "records"}

    def parse(self, parser: Parser) -> nodes.Node:
        """Positional and named arguments up to the end of the tag; commas between them are optional."""
        token = next(parser.stream)
        given: list[nodes.Expr] = []
        named: list[nodes.Keyword] = []
        while parser.stream.current.type != "block_end":
            parser.stream.skip_if("comma")
            ahead = parser.stream.look()
            if parser.stream.current.type == "name" and ahead.type == "assign":
                name = next(parser.stream).value
                next(parser.stream)
                named.append(nodes.Keyword(name, parser.parse_expression(), lineno=token.lineno))
            else:
                given.append(parser.parse_expression())
        called = nodes.Call(
            nodes.Name(f"_{token.value}", "load", lineno=token.lineno), given, named, None, None,
            lineno=token.lineno,
        )  # fmt: skip
        return nodes.Output([called], lineno=token.lineno)

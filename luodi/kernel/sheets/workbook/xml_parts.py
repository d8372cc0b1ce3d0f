"""XML parts of packed files, read element by element without holding them."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from luodi.kernel.sheets.sentences import BadFile

Start = Callable[[str, dict[str, str]], None]


def xml_reader(name: str) -> expat.XMLParserType:
    """Return a parser that refuses entities of the file's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise BadFile("broken", name=name)

    parser.EntityDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes], name: str) -> None:
    """Read a part to its end; what is not XML is a broken file."""
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as why:
        raise BadFile("broken", name=name) from why


def local(tag: str) -> str:
    """Return a tag or attribute without its prefix."""
    return tag.rpartition(":")[2]

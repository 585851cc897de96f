"""XML from strangers as a small tree: no document type, so no entities and nothing fetched; and not endlessly deep."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .base import FileUnusable

DEEPEST = 60
MOST = 500_000  # Elements.


@dataclass(slots=True)
class Node:
    """An element: its name in small letters, its attributes, and the elements and texts inside, in their order."""

    name: str
    attributes: dict[str, str]
    line: int
    inside: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Node"]:
        """The elements directly inside."""
        return [each for each in self.inside if isinstance(each, Node)]

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(each for each in self.inside if isinstance(each, str))

    def all(self, name: str) -> Iterator["Node"]:
        """Yield the children of this name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        """Return the first child of this name."""
        return next(self.all(name), None)

    def said(self, name: str) -> str:
        """Return the text of a child, wherever Moodle puts it: in itself or in an inner <text>."""
        child = self.first(name)
        if child is None:
            return ""
        inner = child.first("text")
        return inner.text if inner is not None else child.text

    def count(self, name: str) -> int:
        """Return how many elements of this name are anywhere below."""
        return sum((child.name == name) + child.count(name) for child in self.children)


class _Builder:
    """Hears the parser and builds the tree."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.seen = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.seen += 1
        if self.seen > MOST or len(self.open) >= DEEPEST:
            raise FileUnusable("xml-too-deep")
        node = Node(name.lower(), attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].inside.append(text)

    def refuse(self, *_declared: object) -> None:
        raise FileUnusable("xml-doctype")


def parse(data: bytes) -> Node:
    """Return the root of a document; a document type, of whatever sort, is refused."""
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise FileUnusable("xml-broken", line=fault.lineno) from fault
    except (LookupError, ValueError) as fault:  # An encoding that nobody knows.
        raise FileUnusable("xml-broken", line=1) from fault
    if builder.root is None:
        raise FileUnusable("xml-broken", line=1)
    return builder.root

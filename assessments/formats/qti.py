"""QTI 2.1 to 3.0, the choices of it: a package as other systems export it, or one item by itself."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError

from .base import Content, Draft, FileUnusable, Place, Reading
from .qti_reading import ITEM, bare, draft_of
from .xml_tree import Node, parse

MANIFEST = "imsmanifest.xml"
MOST_FILES = 10_000
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_SUM = 100 * 1024 * 1024
ZIP = b"PK\x03\x04"
BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, UnicodeDecodeError, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
"""What unpacking says of a package that is none, is damaged, or is locked."""


def read(data: bytes) -> Reading:
    """Return the questions of a package or of an item, in the order of the manifest."""
    reading = Reading()
    number = 0
    for name, content in _files(data):
        try:
            root = parse(content)
        except FileUnusable:
            if not data.startswith(ZIP):
                raise
            number += 1
            reading.drafts.append(_unread(Place(number), name))
            continue
        if bare(root.name) != ITEM:
            continue
        number += 1
        draft = draft_of(root, Place(number))
        if draft is None:
            reading.descriptions += 1
        else:
            reading.drafts.append(draft)
    if not number:
        raise FileUnusable("not-qti")
    return reading


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the XML files of a package, the manifest left out; something else is itself the only one."""
    if not data.startswith(ZIP):
        yield "", data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from _unpacked(package)
    except BROKEN as fault:
        raise FileUnusable("zip-broken") from fault


def _unpacked(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Unpack in memory, no file larger than is allowed whatever its header says, and all of them together likewise."""
    parts = [part for part in package.infolist() if part.filename.lower().endswith(".xml")]
    if len(package.infolist()) > MOST_FILES:
        raise FileUnusable("zip-too-large")
    manifest = next((part for part in parts if part.filename.rpartition("/")[2] == MANIFEST), None)
    listed = [] if manifest is None else _listed(_content(package, manifest))
    order = {name: place for place, name in enumerate(listed)}
    total = 0
    for part in sorted(parts, key=lambda part: (order.get(part.filename, len(order)), part.filename)):
        if part is manifest:
            continue
        content = _content(package, part)
        total += len(content)
        if total > LARGEST_SUM:
            raise FileUnusable("zip-too-large")
        yield part.filename, content


def _content(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise FileUnusable("zip-too-large")
    return content


def _listed(manifest: bytes) -> list[str]:
    """Return the files of the resources in their order; a manifest that is broken orders nothing."""
    try:
        root = parse(manifest)
    except FileUnusable:
        return []
    return [value for node in _below(root) for key, value in node.attributes.items() if bare(key) == "href"]


def _below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _below(child)


def _unread(place: Place, name: str) -> Draft:
    draft = Draft(place, Content("", "", {}))
    draft.refuse("item-unread", text=name[-60:])
    return draft

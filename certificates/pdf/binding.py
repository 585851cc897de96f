"""Binding the pages of many filed documents to one file for the printer, with what they share kept once."""

import hashlib
from collections.abc import Iterable
from io import BytesIO
from itertools import chain

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

A_LEVEL_UP = "/Parent"


class Binder:
    """A print file that grows by one document at a time.

    It holds pages and nothing else: no signature, no form, no attachment. Fonts, drawings and text that are equal byte
    for byte are kept once, however many documents bring them.
    """

    def __init__(self, title: str) -> None:
        self.pdf = pikepdf.new()
        self.pdf.docinfo.Title = pikepdf.String(title)
        self._kept: dict[bytes, Object] = {}

    def add(self, document: bytes) -> None:
        """All pages of one stored file."""
        with pikepdf.open(BytesIO(document)) as filed:
            for page in filed.pages:
                self.pdf.pages.append(pikepdf.Page(self._page(page)))

    def bound(self) -> bytes:
        """The file, in the order in which the documents were added."""
        out = BytesIO()
        self.pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def _page(self, page: pikepdf.Page) -> Object:
        contents = page.obj.Contents
        parts = contents if isinstance(contents, Array) else [contents]
        resources = {
            kind: Dictionary({name: self._once(entry) for name, entry in entries.items()})
            for kind, entries in page.resources.items()
            if isinstance(entries, Dictionary)
        }
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([*page.mediabox]),
                Resources=Dictionary(resources),
                Contents=Array([self._once(part) for part in parts]),
            )
        )

    def _once(self, foreign: Object) -> Object:
        """The copy that this file has of an object, made at its first sight."""
        if not foreign.is_indirect:
            return foreign
        mark = _fingerprint(foreign)
        if mark not in self._kept:
            self._kept[mark] = self.pdf.copy_foreign(foreign)
        return self._kept[mark]


def bind(documents: Iterable[bytes], *, title: str) -> bytes:
    """All documents in one file."""
    binder = Binder(title)
    for document in documents:
        binder.add(document)
    return binder.bound()


def _fingerprint(thing: Object) -> bytes:
    """The same for objects that say the same, wherever they stand in their files."""
    if isinstance(thing, pikepdf.Stream):
        return _digest(b"stream", thing.read_raw_bytes(), _fingerprint(thing.stream_dict))
    if isinstance(thing, Dictionary):
        entries = {name.encode(): _fingerprint(value) for name, value in thing.items() if name != A_LEVEL_UP}
        return _digest(b"dictionary", *chain.from_iterable(sorted(entries.items())))
    if isinstance(thing, Array):
        return _digest(b"array", *(_fingerprint(value) for value in thing))
    return _digest(b"value", thing.unparse() if isinstance(thing, Object) else repr(thing).encode())


def _digest(*parts: bytes) -> bytes:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()

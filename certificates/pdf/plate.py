"""A plate: the page that many documents share, drawn once, on which each document's own few things are laid."""

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary

from certificates.pdf.mending import renamed
from certificates.pdf.page import Sheet


@dataclass(frozen=True)
class Plate:
    """A finished archive file of one page, and what its title says in the place of a document's number."""

    data: bytes
    blank: str

    def laid(self, own: Sheet, *, number: str) -> pikepdf.Pdf:
        """The shared page with what was drawn on the document's own sheet over it, under its number."""
        pdf = pikepdf.open(io.BytesIO(self.data))
        with pikepdf.open(io.BytesIO(own.drawn())) as over:
            drawing = pdf.copy_foreign(over.pages[0].as_form_xobject())
        page = pdf.pages[0]
        drawings = page.obj.Resources.get("/XObject", Dictionary())  # The plate may hold pictures of its own.
        drawings.Own = drawing
        page.obj.Resources.XObject = drawings
        page.contents_add(b"q /Own Do Q")
        renamed(pdf, self.blank, number)
        return pdf

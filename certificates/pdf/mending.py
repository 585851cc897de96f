"""What reportlab 5.1 leaves wrong in a file, mended, so that it is PDF/A-2b and reads back exactly.

Seven faults, each with a test that fails without its mending here:

1. ToUnicode writes a character beyond the BMP as five hex digits, so 𬱖 cannot be copied or searched.
2. A character without a glyph prints a box in silence.
3. ``endstream`` follows the data without an end-of-line, and every page carries an empty ``/Trans``.
4. The first line of every page names Helvetica, which is not embedded (see ``page.Sheet``).
5. There is no output intent and no XMP metadata that declares the archive format.
6. Widths at the end of ``hmtx`` are embedded already scaled: wrong in a font, such as HanaMinB, of 1024 units.
7. Streams are written once more as ASCII: a quarter larger, and slower than all else together.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import pikepdf
from PIL import ImageCms
from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

rl_config.useA85 = 0  # (fault 7)

PRODUCER = "Cadre training and assessment platform"


@dataclass(frozen=True)
class Imprint:
    """What a file says of itself in its metadata."""

    title: str
    author: str
    language: str
    made_at: datetime


class MendedFont(TTFont):
    """A TrueType font whose text can be copied out again and that never prints a box."""

    def __init__(self, name: str, filename: str) -> None:
        # asciiReadable would spend a hundred glyphs of every subset on letters that nobody prints.
        super().__init__(name, filename, asciiReadable=False)
        # Every subset asks for whole tables, each time copied out of the file: ten megabytes for three glyphs.
        self.face.get_table = cache(self.face.get_table)
        full = int.from_bytes(self.face.get_table("hhea")[34:36])
        width = self.face.hmetrics[full - 1][0]
        self.face.hmetrics[full:] = [(width, bearing) for _, bearing in self.face.hmetrics[full:]]  # (fault 6)

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Split text into subsets, refusing what the font cannot draw (fault 2)."""
        missing = [c for c in text if ord(c) not in self.face.charToGlyph]
        if missing:
            raise LookupError(f"{self.fontName} has no glyph for {', '.join(f'U+{ord(c):04X}' for c in missing)}.")
        return super().splitString(text, doc, encoding)

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802
        """Write the subsets, then their character maps anew (fault 1)."""
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for place, subset in enumerate(subsets):
            face = b"".join((SUBSETN(place), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            stream = doc.idToObject[f"toUnicodeCMap:{face}"]
            stream.content = _in_utf16(stream.content, subset)


def _in_utf16(cmap: str, subset: list[int]) -> str:
    for code, point in enumerate(subset):
        if point > 0xFFFF:
            utf16 = chr(point).encode("utf-16-be").hex().upper()
            cmap = cmap.replace(f"<{code:02X}> <{point:04X}>", f"<{code:02X}> <{utf16}>")
    return cmap


def to_archive(raw: bytes, imprint: Imprint) -> bytes:
    """The file as PDF/A-2b (faults 3 and 5): the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        pdf.Root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
        pdf.Root.Lang = pikepdf.String(imprint.language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        _describe(pdf, imprint)
        return saved(pdf)


def renamed(pdf: pikepdf.Pdf, blank: str, number: str) -> None:
    """Put a document's number where the file's title has a blank, in both places that say the title."""
    pdf.docinfo.Title = pikepdf.String(str(pdf.docinfo.Title).replace(blank, number))
    packet = pdf.Root.Metadata.read_bytes().replace(blank.encode(), number.encode())
    pdf.Root.Metadata.write(packet)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a file, the same for the same content."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        preserve_pdfa=True,  # Among others: an end-of-line before every endstream.
    )
    return out.getvalue()


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(_srgb(), N=3, Alternate=pikepdf.Name.DeviceRGB)
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name("/GTS_PDFA1"),
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB"),
            DestOutputProfile=profile,
        )
    )


@cache
def _srgb() -> bytes:
    """The sRGB profile, with the moment of its making blanked: it would differ at every run."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = b"\x07\xe8\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"
    return bytes(profile)


def _describe(pdf: pikepdf.Pdf, imprint: Imprint) -> None:
    """The information dictionary and the XMP packet, which must say the same."""
    moment = imprint.made_at.isoformat(timespec="seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as meta:
        meta["dc:title"] = imprint.title
        meta["dc:creator"] = [imprint.author]
        meta["pdf:Producer"] = PRODUCER
        meta["xmp:CreatorTool"] = PRODUCER
        meta["xmp:CreateDate"] = moment
        meta["xmp:ModifyDate"] = moment
        meta["pdfaid:part"] = "2"
        meta["pdfaid:conformance"] = "B"
    for leftover in ("/Subject", "/Keywords", "/Trapped"):
        if leftover in pdf.docinfo:
            del pdf.docinfo[leftover]

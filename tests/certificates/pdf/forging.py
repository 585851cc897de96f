"""What can be done to a finished document, and is done here: each returns the altered file."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.pdf.keys import make_signing_key
from certificates.pdf.signers import load_signer
from certificates.pdf.signing import sign

AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)


def byte_altered(data: bytes) -> bytes:
    """One bit of the signed part."""
    place = data.index(b"stream") + 40
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def junk_appended(data: bytes) -> bytes:
    return data + b"\n% later\n"


def page_replaced(data: bytes) -> bytes:
    """Another content of the page in a later revision; the signature over the first one stays valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    writer.update_container(page)
    return written(writer)


def annotation_added(data: bytes) -> bytes:
    """A white box over the name, in a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    box = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/Square"),
            generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (250, 340, 600, 400))),
            generic.NameObject("/IC"): generic.ArrayObject(map(generic.NumberObject, (1, 1, 1))),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page.raw_get("/Annots"), writer.add_object(box)])
    writer.update_container(page)
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_again(data: bytes) -> bytes:
    """As a program saves it that knows nothing of signatures."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


def signature_stripped(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms, pdf.pages[0].obj.Annots
        pdf.save(out)
    return out.getvalue()


def signed_by_another(data: bytes, folder: Path) -> bytes:
    """The same page and number under a certificate of somebody else's."""
    make_signing_key(path=folder / "other.p12", passphrase="other", at=AT)
    with pikepdf.open(io.BytesIO(signature_stripped(data))) as pdf:
        return sign(pdf, by=load_signer(folder / "other.p12", "other"), at=AT, reason="结业证书").data


def with_the_signature_of(data: bytes, other: bytes) -> bytes:
    """The envelope of another document in the place of this one's."""
    start = data.index(b"/Contents <") + len(b"/Contents <")
    from_other = other.index(b"/Contents <") + len(b"/Contents <")
    length = data.index(b">", start) - start
    return data[:start] + other[from_other : from_other + length] + data[start + length :]

"""The organisation's electronic signature on a file: PAdES, certified against later change.

All but the envelope is the same whenever a file is prepared anew, so a file found after a crash is known again.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pikepdf
from asn1crypto import parser
from django.conf import settings
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.pdf.cms import key_of
from certificates.pdf.mending import saved
from certificates.pdf.signers import OfficeKey, load_signer

FIELD = "Seal"
NO_CHANGES = 1  # DocMDP: whatever is changed afterwards breaks the signature.
PRINTED_AND_LOCKED = 4 | 128
FAR = 9_999_999_999  # Stands in for an offset until the file has its length.


@dataclass(frozen=True)
class Signed:
    """A signed file and the digests that the register keeps."""

    data: bytes
    file_digest: str  # of the whole file
    signed_digest: str  # of the ranges that the signature covers


@dataclass(frozen=True)
class Prepared:
    """A file with a blank where its signature will be."""

    before: bytes
    after: bytes
    room: int

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what the signature covers."""
        return hashlib.sha256(self.before + self.after).digest()

    def signed(self, by: OfficeKey) -> Signed:
        """The file with a fresh signature."""
        return self._with(by.envelope.around(self.digest).hex().ljust(2 * self.room, "0").encode())

    def found_in(self, data: bytes, by: OfficeKey) -> Signed | None:
        """This very file as the key signed it before, where that is what the bytes are."""
        envelope = data[len(self.before) + 1 : -len(self.after) - 1]
        found = self._with(envelope)
        return found if found.data == data and _signer_of(envelope, self.digest) == by.key_id else None

    def _with(self, envelope: bytes) -> Signed:
        data = b"".join((self.before, b"<", envelope, b">", self.after))
        return Signed(data, hashlib.sha256(data).hexdigest(), self.digest.hex())


@cache
def signer() -> OfficeKey:
    """This installation's signer, loaded once per process."""
    if settings.SIGNING_KEY_URI:
        from certificates.pdf.token import load_token  # its library is loaded only where there is a token

        return load_token(settings.SIGNING_KEY_URI, settings.SIGNING_PASSPHRASE, Path(settings.SIGNING_CHAIN_FILE))
    return load_signer(Path(settings.SIGNING_KEY_FILE), settings.SIGNING_PASSPHRASE)


def sign(pdf: pikepdf.Pdf, *, by: OfficeKey, at: datetime, reason: str) -> Signed:
    """The file with a certifying signature that permits no later change (DocMDP level 1)."""
    return prepare(pdf, room=by.envelope.room, at=at, reason=reason).signed(by)


def prepare(pdf: pikepdf.Pdf, *, room: int, at: datetime, reason: str) -> Prepared:
    """The file with everything but the envelope, for which it leaves so many bytes."""
    _add_field(pdf, room=room, at=at, reason=reason)
    blank = saved(pdf)
    start = blank.index(b"<" + b"00" * room + b">")
    end = start + 2 * room + 2
    ranged = _with_ranges(blank, start, end)
    return Prepared(ranged[:start], ranged[end:], room)


def _signer_of(envelope: bytes, digest: bytes) -> str:
    """The key whose signature stands in a blank, or nothing; the blank is larger than what stands in it."""
    try:
        padded = bytes.fromhex(envelope.decode("ascii"))
        return key_of(padded[: parser.peek(padded)], digest)
    except ValueError:
        return ""


def _add_field(pdf: pikepdf.Pdf, *, room: int, at: datetime, reason: str) -> None:
    """A signature field, and in it a blank for the envelope and blanks for the offsets of what is signed."""
    signature = pdf.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            SubFilter=Name("/ETSI.CAdES.detached"),
            M=String(f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"),
            Reason=String(reason),
            Reference=Array([_no_changes()]),
            ByteRange=Array([0, FAR, FAR, FAR]),
            Contents=String(bytes(room)),
        )
    )
    page = pdf.pages[0].obj
    page.Annots = Array([pdf.make_indirect(_unseen_field(signature, page))])
    pdf.Root.AcroForm = Dictionary(Fields=Array(page.Annots), SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=signature)


def _unseen_field(signature: pikepdf.Object, page: pikepdf.Object) -> Dictionary:
    """The signature's field and its widget in one, without a size: the seal on the page is drawn, not annotated."""
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        Rect=Array([0, 0, 0, 0]),
        FT=Name.Sig,
        T=String(FIELD),
        V=signature,
        F=PRINTED_AND_LOCKED,
        P=page,
    )


def _no_changes() -> Dictionary:
    permitted = Dictionary(Type=Name.TransformParams, P=NO_CHANGES, V=Name("/1.2"))
    return Dictionary(Type=Name.SigRef, TransformMethod=Name.DocMDP, TransformParams=permitted)


def _with_ranges(blank: bytes, start: int, end: int) -> bytes:
    """The file with the true offsets of what is signed, in as many bytes as the ones that stood in."""
    stand_in = b"[ 0 %d %d %d ]" % (FAR, FAR, FAR)
    true = b"[ 0 %d %d %d" % (start, end, len(blank) - end)
    return blank.replace(stand_in, true.ljust(len(stand_in) - 2) + b" ]", 1)


def signed_digest(data: bytes) -> str:
    """The SHA-256 of the bytes that the first signature covers; the register's answer to a changed file."""
    signatures = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
    if not signatures:
        return ""
    covered = hashlib.sha256()
    start_and_length = [int(number) for number in signatures[0].byte_range]
    for start, length in zip(start_and_length[::2], start_and_length[1::2], strict=True):
        covered.update(data[start : start + length])
    return covered.hexdigest()

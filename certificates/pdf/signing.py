"""The organisation's electronic signature on a file: PAdES, certified against later change.

The key is loaded once per process and the signature is deterministic, so that a file made
anew after a crash is the same file to the byte.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path

import pikepdf
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.domain.trusting import KeyFacts, SigningKeyMissing
from certificates.pdf.cms import Envelope
from certificates.pdf.mending import saved

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


class KeyInMemory(Signer):
    """A signer that keeps its key loaded and signs the same bytes the same way (RFC 6979)."""

    def __init__(self, *, key: ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=True)
        self._key = key
        self.facts = facts_of(chain)

    def sign_raw(self, data: bytes) -> bytes:
        """Sign, with SHA-256 because the curve is P-256."""
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    @property
    def key_id(self) -> str:
        """The name of the key in the register."""
        return self.facts.key_id

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The same for whoever asks as pyHanko does."""
        return self.sign_raw(data)

    @cached_property
    def envelope(self) -> Envelope:
        """What its signatures are wrapped in."""
        return Envelope(self, self.sign_raw)


def facts_of(chain: list[x509.Certificate]) -> KeyFacts:
    """What the register notes of a key; its certificate comes first."""
    own, *issuers = chain
    return KeyFacts(
        key_id=hashlib.sha256(own.dump()).hexdigest(),
        subject=own.subject.human_friendly,
        certificate=_as_pem(own),
        issuers="".join(map(_as_pem, issuers)),
        valid_from=own.not_valid_before,
        valid_until=own.not_valid_after,
    )


def _as_pem(certificate: x509.Certificate) -> str:
    return pem.armor("CERTIFICATE", certificate.dump()).decode()


def load_signer(path: Path, passphrase: str) -> KeyInMemory:
    """The signer of a PKCS#12 file that nobody else may read."""
    if not path.is_file():
        raise SigningKeyMissing(f"{path.name} is not there. Run: manage.py make_signing_ca")
    if path.stat().st_mode & 0o077:
        raise SigningKeyMissing(f"{path.name} can be read by others. Run: chmod 600 {path.name}")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase.encode())
    except ValueError as error:
        raise SigningKeyMissing(f"SIGNING_PASSPHRASE does not open {path.name}.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise SigningKeyMissing(f"{path.name} holds no EC key with its certificate.")
    chain = [x509.Certificate.load(item.public_bytes(Encoding.DER)) for item in (certificate, *others)]
    return KeyInMemory(key=key, chain=chain)


@cache
def signer() -> KeyInMemory:
    """This installation's signer, loaded once per process."""
    return load_signer(Path(settings.SIGNING_KEY_FILE), settings.SIGNING_PASSPHRASE)


def sign(pdf: pikepdf.Pdf, *, by: KeyInMemory, at: datetime, reason: str) -> Signed:
    """The file with a certifying signature that permits no later change (DocMDP level 1)."""
    room = by.envelope.room
    _add_field(pdf, room=room, at=at, reason=reason)
    blank = saved(pdf)
    start = blank.index(b"<" + b"00" * room + b">")
    end = start + 2 * room + 2
    ranged = _with_ranges(blank, start, end)
    covered = hashlib.sha256(ranged[:start] + ranged[end:])
    envelope = by.envelope.around(covered.digest()).hex().ljust(2 * room, "0")
    signed = ranged[: start + 1] + envelope.encode() + ranged[end - 1 :]
    return Signed(data=signed, file_digest=hashlib.sha256(signed).hexdigest(), signed_digest=covered.hexdigest())


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

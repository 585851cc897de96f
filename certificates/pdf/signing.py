"""The organisation's electronic signature on a file: PAdES with EC P-256, certified against later change.

The key is loaded once per process and the signature is deterministic, so that a file made
anew after a crash is the same file to the byte.
"""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
CONTAINER_BYTES = 16384  # Hex digits reserved: two certificates, and room for a time stamp.


class SigningKeyMissing(Exception):
    """There is no usable signing key; documents wait, and no number is taken meanwhile."""


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
        # What the register notes of the key.
        self.key_id = hashlib.sha256(chain[0].dump()).hexdigest()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign; pyHanko asks for SHA-256 here because the curve is P-256."""
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


class SteadyWriter(IncrementalPdfFileWriter):
    """pyHanko's writer without its clock and its dice: the same file and time give the same bytes."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        first, _ = self.document_id
        second = hashlib.sha256(file.getvalue()).digest()[:16]
        self._document_id = generic.ArrayObject(map(generic.ByteStringObject, (first, second)))

    def _update_meta(self) -> None:
        """The metadata already say when the document was made; signing does not change them."""


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


def sign(data: bytes, *, by: KeyInMemory, at: datetime, reason: str) -> Signed:
    """The file with a certifying signature that permits no later change (DocMDP level 1)."""
    writer = SteadyWriter(io.BytesIO(data))
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    session = PdfSigner(metadata, by, new_field_spec=SigFieldSpec(FIELD)).init_signing_session(writer)
    session.system_time = at.astimezone(UTC).replace(microsecond=0)
    signed = asyncio.run(_embed(session))
    return Signed(data=signed, file_digest=hashlib.sha256(signed).hexdigest(), signed_digest=signed_digest(signed))


async def _embed(session: PdfSigningSession) -> bytes:
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=CONTAINER_BYTES)
    output = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes())
    return output.getvalue()


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

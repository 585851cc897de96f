"""The envelope of a signature: filled in, it is what pyHanko builds."""

import asyncio
import hashlib
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto.cms import ContentInfo
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from certificates.pdf.cms import DIGEST
from certificates.pdf.keys import make_signing_key
from certificates.pdf.signers import KeyInMemory, load_signer

AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)


def make_key(folder: Path) -> KeyInMemory:
    make_signing_key(path=folder / "signing.p12", passphrase="open sesame", at=AT)
    return load_signer(folder / "signing.p12", "open sesame")


def built_by_pyhanko(key: KeyInMemory, digest: bytes) -> bytes:
    building = key.async_sign(digest, "sha256", signed_attr_settings=PdfCMSSignedAttributes(), use_pades=True)
    der: bytes = asyncio.run(building).dump()
    return der


def test_it_is_the_envelope_that_pyhanko_builds(tmp_path: Path) -> None:
    key = make_key(tmp_path)

    for number in range(40):  # Signatures differ in length, by a byte or two.
        digest = hashlib.sha256(str(number).encode()).digest()
        assert key.envelope.around(digest) == built_by_pyhanko(key, digest)


def test_nothing_that_stood_in_is_left(tmp_path: Path) -> None:
    key = make_key(tmp_path)

    envelope = key.envelope.around(hashlib.sha256(b"a document").digest())

    assert DIGEST not in envelope
    assert len(envelope) <= key.envelope.room
    assert ContentInfo.load(envelope)["content"]["signer_infos"][0]["signature"].native

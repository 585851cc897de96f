"""The envelope (CMS) of a signature, made once for a key and then filled in for each document.

Between two documents of one signer only two things differ in it: the digest and the signature. pyHanko builds the
envelope around stand-ins for both; putting the true ones in their place takes a hundredth of the time of building it.
"""

import asyncio
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from asn1crypto import cms
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

DIGEST_ALGORITHM = "sha256"
DIGEST = hashlib.sha256(b"where the digest will be").digest()


class _StandIn(Signer):
    """Has a signer's certificates but not its key: leaves room for the signature, notes what is to be signed."""

    def __init__(self, like: Signer, length: int) -> None:
        super().__init__(signing_cert=like.signing_cert, cert_registry=like.cert_registry, embed_roots=True)
        self.signature = hashlib.shake_256(b"where the signature will be").digest(length)
        self.attributes = b""

    async def async_sign_raw(self, data: bytes, *_: Any, **__: Any) -> bytes:
        """Note the signed attributes; the signature is a stand-in."""
        self.attributes = data
        return self.signature


class Envelope:
    """The envelope of one signer's signatures."""

    def __init__(self, signer: Signer, sign: Callable[[bytes], bytes]) -> None:
        self._signer, self._sign = signer, sign
        self._made = cache(self._make)  # By the length of the signature, of which EC has three or four.
        self._attributes = self._made(64)[0].attributes

    def around(self, digest: bytes) -> bytes:
        """Sign a document's SHA-256 and return the envelope, in DER."""
        attributes = self._attributes.replace(DIGEST, digest)
        signature = self._sign(attributes)
        stand_in, envelope = self._made(len(signature))
        return envelope.replace(DIGEST, digest).replace(stand_in.signature, signature)

    @property
    def room(self) -> int:
        """Bytes that hold any envelope of this signer."""
        return len(self._made(64)[1]) + 512

    def _make(self, length: int) -> tuple[_StandIn, bytes]:
        stand_in = _StandIn(self._signer, length)
        attributes = PdfCMSSignedAttributes()
        building = stand_in.async_sign(DIGEST, DIGEST_ALGORITHM, signed_attr_settings=attributes, use_pades=True)
        return stand_in, asyncio.run(building).dump()


def key_of(envelope: bytes, digest: bytes) -> str:
    """The id of the key whose signature over a SHA-256 this is, or nothing where it is none that holds."""
    try:
        signed = cms.ContentInfo.load(envelope, strict=True)["content"]
        certificate = signed["certificates"][0].chosen
        [signer] = signed["signer_infos"]
        is_intact, is_valid = validate_sig_integrity(signer, certificate, "data", digest)
    except (ValueError, TypeError, KeyError, IndexError, SignatureValidationError):
        return ""
    return hashlib.sha256(certificate.dump()).hexdigest() if is_intact and is_valid else ""

"""Who signs: a key with its certificate, loaded once per process, from a PKCS#12 file or in a token."""

import hashlib
from abc import abstractmethod
from functools import cached_property
from pathlib import Path

from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.domain.trusting import KeyFacts, SigningKeyMissing
from certificates.pdf.cms import Envelope

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class OfficeKey(Signer):
    """A signer that keeps its key at hand; pyHanko's own load it anew for each document."""

    def __init__(self, chain: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=True)
        self.facts = facts_of(chain)

    @abstractmethod
    def sign_raw(self, data: bytes) -> bytes:
        """Sign, with SHA-256."""

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


class KeyInMemory(OfficeKey):
    """A key that signs the same bytes the same way: RSA by nature, ECDSA by RFC 6979."""

    def __init__(self, *, key: Key, chain: list[x509.Certificate]) -> None:
        super().__init__(chain)
        self._key = key

    def sign_raw(self, data: bytes) -> bytes:
        """Sign, with SHA-256."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


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
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
        raise SigningKeyMissing(f"{path.name} holds no EC or RSA key with its certificate.")
    chain = [x509.Certificate.load(item.public_bytes(Encoding.DER)) for item in (certificate, *others)]
    return KeyInMemory(key=key, chain=chain)


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

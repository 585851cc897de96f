"""A signing key that never leaves its token: a hardware security module, a smart card, or SoftHSM, through PKCS#11.

A token signs with fresh randomness each time, so a file is not made twice to the same bytes: the press keeps the one
that it finds (certificates.pdf.press). Where the token cannot be reached documents wait, as for any missing key.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Self, cast
from urllib.parse import parse_qs, unquote

import pkcs11
from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from certificates.domain.trusting import SigningKeyMissing
from certificates.pdf.signers import OfficeKey

TRIAL = b"do the key and its certificate belong together?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key is, as RFC 7512 writes it: `pkcs11:token=training;object=signing?module-path=/usr/lib/….so`."""

    module: str
    token: str
    label: str

    @classmethod
    def parse(cls, uri: str) -> Self:
        """Read the address; whatever else it says is not needed."""
        path, _, query = uri.removeprefix("pkcs11:").partition("?")
        facts = {name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
        module = parse_qs(query).get("module-path", [""])[0]
        if not uri.startswith("pkcs11:") or not (module and facts.get("token") and facts.get("object")):
            raise SigningKeyMissing(
                "SIGNING_KEY_URI must read pkcs11:token=NAME;object=NAME?module-path=/path/to/module.so"
            )
        return cls(module, facts["token"], facts["object"])


class KeyInToken(OfficeKey):
    """The key of one token; the session is opened again where it was lost."""

    def __init__(self, *, place: Place, pin: str, chain: list[x509.Certificate]) -> None:
        super().__init__(chain)
        self._place, self._pin = place, pin
        self._sign: Callable[[bytes], bytes] | None = None
        self._one_at_a_time = Lock()  # A session is not made for several threads.
        self._require_pair(chain[0])

    def sign_raw(self, data: bytes) -> bytes:
        """Sign, with SHA-256; where the session was lost, in a new one."""
        with self._one_at_a_time:
            try:
                return self._signing()(data)
            except pkcs11.PKCS11Error:
                self._sign = None
            return self._signing()(data)

    def _signing(self) -> Callable[[bytes], bytes]:
        if self._sign is None:
            self._sign = _signing_of(open_session(self._place, self._pin), self._place)
        return self._sign

    def _require_pair(self, own: x509.Certificate) -> None:
        """Refuse a certificate that is not of this key, before a document carries it."""
        public = load_der_public_key(own.public_key.dump())
        signature = self.sign_raw(TRIAL)
        try:
            if isinstance(public, rsa.RSAPublicKey):
                public.verify(signature, TRIAL, padding.PKCS1v15(), hashes.SHA256())
            elif isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, TRIAL, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise SigningKeyMissing(
                f"The certificate in SIGNING_CHAIN_FILE is not that of the key {self._place.label} in the token."
            ) from error


def load_token(uri: str, pin: str, chain_file: Path) -> KeyInToken:
    """The signer of a key in a token, with the certificates in a PEM file: its own, then those of its CA."""
    place = Place.parse(uri)
    if not chain_file.is_file():
        raise SigningKeyMissing(f"{chain_file.name} is not there: the certificate of the key in the token.")
    chain = [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain_file.read_bytes(), multiple=True)]
    return KeyInToken(place=place, pin=pin, chain=chain)


def make_key(uri: str, pin: str, *, rsa_bits: int = 0) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """Let the token make a pair, RSA where bits are named and else P-256; the private part never leaves it."""
    place = Place.parse(uri)
    with open_session(place, pin, for_writing=True) as session:
        if list(session.get_objects({Attribute.LABEL: place.label})):
            raise FileExistsError(f"{place.label} in the token {place.token}")
        if rsa_bits:
            public, _ = session.generate_keypair(KeyType.RSA, rsa_bits, store=True, label=place.label)
            return cast(rsa.RSAPublicKey, load_der_public_key(encode_rsa_public_key(public)))
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
        public, _ = parameters.generate_keypair(store=True, label=place.label)
        return cast(ec.EllipticCurvePublicKey, load_der_public_key(encode_ec_public_key(public)))


def open_session(place: Place, pin: str, *, for_writing: bool = False) -> pkcs11.Session:
    """A session in which the key can be used; says in words what keeps it from being opened."""
    try:
        token = pkcs11.lib(place.module).get_token(token_label=place.token)
        try:
            return token.open(user_pin=pin, rw=for_writing)
        except pkcs11.UserAlreadyLoggedIn:  # In another session of this process, for all its sessions.
            return token.open(rw=for_writing)
    except pkcs11.NoSuchToken as error:
        raise SigningKeyMissing(f"There is no token {place.token}. Is it plugged in?") from error
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked) as error:
        raise SigningKeyMissing(f"SIGNING_PASSPHRASE does not open the token {place.token}.") from error
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise SigningKeyMissing(f"The token {place.token} cannot be opened by {place.module}: {error!r}") from error


def _signing_of(session: pkcs11.Session, place: Place) -> Callable[[bytes], bytes]:
    try:
        key: Any = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=place.label)
    except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
        raise SigningKeyMissing(f"The token {place.token} holds no single key {place.label}.") from error
    if key.key_type == KeyType.RSA:
        return lambda data: key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
    return lambda data: encode_ecdsa_signature(
        key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
    )  # The token is given the digest: few of them know ECDSA with SHA-256 in one.

"""Making a signing key of one's own, in a file or in a token, for development and for a first trial."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

YEARS = 5
RSA_BITS = 2048


def make_signing_key(*, path: Path, passphrase: str, at: datetime, is_rsa: bool = False) -> Path:
    """Write a PKCS#12 file (0600) with a signing key under a CA of its own; returns the CA's certificate file."""
    key = rsa.generate_private_key(65537, RSA_BITS) if is_rsa else ec.generate_private_key(ec.SECP256R1())
    leaf, ca = certificates_for(key.public_key(), at=at)
    archive = pkcs12.serialize_key_and_certificates(
        b"signing", key, leaf, [ca], BestAvailableEncryption(passphrase.encode())
    )
    _write_new(path, archive)
    ca_file = path.with_name(f"{path.stem}-ca.pem")
    ca_file.write_bytes(ca.public_bytes(Encoding.PEM))
    return ca_file


def make_key_in_token(*, uri: str, pin: str, chain_file: Path, at: datetime, is_rsa: bool = False) -> Path:
    """Let a token make a key that it never gives away, and write its certificate and that of a CA of its own as PEM."""
    from certificates.pdf.token import make_key  # its library is loaded only where there is a token

    if chain_file.exists():
        raise FileExistsError(chain_file)
    leaf, ca = certificates_for(make_key(uri, pin, rsa_bits=RSA_BITS if is_rsa else 0), at=at)
    _write_new(chain_file, leaf.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM))
    return chain_file


def certificates_for(
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, at: datetime
) -> tuple[x509.Certificate, x509.Certificate]:
    """A certificate for a key, and that of the CA which issued it.

    The CA's key is not kept: the next key gets a CA of its own, and what the old one signed stays valid.
    """
    ca_key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    ca_name = _name(f"Cadre training trial CA {serial:x}"[:60])
    ca = _certificate(subject=ca_name, issuer=ca_name, key=ca_key.public_key(), signed_by=ca_key, serial=serial, at=at)
    # Subjects are pseudonymous: rare characters do not pass through every X.509 library.
    subject = _name(f"Document signer {x509.random_serial_number():x}"[:60])
    return _certificate(subject=subject, issuer=ca_name, key=key, signed_by=ca_key, at=at), ca


def _write_new(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    key: CertificateIssuerPublicKeyTypes,
    signed_by: ec.EllipticCurvePrivateKey,
    at: datetime,
    serial: int | None = None,
) -> x509.Certificate:
    is_ca = subject == issuer
    usage = x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=0 if is_ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key()), critical=False)
        .sign(signed_by, hashes.SHA256())
    )

"""Time stamps by RFC 3161: asking an authority over HTTP, and reading what it says."""

import asyncio
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from asn1crypto import algos, cms, pem, tsp, x509
from django.conf import settings
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from certificates.domain.stamping import NotStamped, Stamp

SECONDS = 10
MOST = 64 * 1024
GRANTED = {"granted", "granted_with_mods"}


@dataclass(frozen=True)
class Authority:
    """A time-stamp authority: where it answers, and the CAs whose authorities are trusted."""

    url: str
    roots: list[x509.Certificate]

    @classmethod
    def configured(cls) -> Self | None:
        """The one of the settings, if there is one."""
        if not settings.TSA_URL:
            return None
        file = Path(settings.TSA_CERTIFICATES_FILE)
        if not file.is_file():
            raise NotStamped(f"TSA_CERTIFICATES_FILE is not there: the CA of {settings.TSA_URL}, as PEM.")
        ders = (der for _, _, der in pem.unarmor(file.read_bytes(), multiple=True))
        return cls(settings.TSA_URL, [x509.Certificate.load(der) for der in ders])

    def stamp(self, digest: bytes) -> Stamp:
        """Ask for a token over a SHA-256, and take it only where it holds and answers this very question."""
        nonce = secrets.randbits(64)
        answer = self._answer(_question(digest, nonce))
        try:
            response = tsp.TimeStampResp.load(answer, strict=True)
            status = response["status"]["status"].native
            if status not in GRANTED:
                raise NotStamped(f"The time-stamp authority answered: {status}")
            token = response["time_stamp_token"]
            if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
                raise NotStamped("The time-stamp authority answered another question.")
        except (ValueError, TypeError, KeyError) as error:
            raise NotStamped("The time-stamp authority's answer cannot be read.") from error
        return self.read(token.dump(), digest)

    def read(self, token: bytes, digest: bytes) -> Stamp:
        """What a token says, where it is one over the digest by an authority that is trusted."""
        try:
            signed = cms.ContentInfo.load(token, strict=True)["content"]
            said = signed["encap_content_info"]["content"].parsed
            moment = said["gen_time"].native
            context = ValidationContext(trust_roots=self.roots, moment=moment)
            found = asyncio.run(validate_tst_signed_data(signed, context, lambda _: digest))
            is_ours = said["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
        except (ValueError, TypeError, KeyError, SignatureValidationError) as error:
            raise NotStamped("The token of the time-stamp authority cannot be read.") from error
        if not (found["intact"] and found["valid"] and is_ours):
            raise NotStamped("The token is not one over this digest.")
        if found.get("trust_problem_indic") or not found.get("validation_path"):
            raise NotStamped("The token is by an authority that TSA_CERTIFICATES_FILE does not name.")
        return Stamp(token, moment, _name_of(found["signing_cert"].subject))

    def _answer(self, question: bytes) -> bytes:
        asked = urllib.request.Request(  # noqa: S310  # The address is the administrator's.
            self.url, data=question, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                return bytes(answer.read(MOST))
        except (urllib.error.URLError, OSError) as error:
            raise NotStamped(f"The time-stamp authority at {self.url} does not answer: {error}") from error


def _name_of(subject: x509.Name) -> str:
    """The name that an authority goes by, without the labels of its parts."""
    return str(subject.native.get("common_name") or subject.human_friendly)


def _question(digest: bytes, nonce: int) -> bytes:
    imprint = tsp.MessageImprint(
        {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": digest}
    )
    question: bytes = tsp.TimeStampReq(
        {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    ).dump()
    return question

"""Printing, signing and filing a document, so that a worker killed anywhere can do it again to the same bytes."""

import io
import os
import secrets
from datetime import datetime
from pathlib import Path

import pikepdf
from django.core.files.storage import storages

from certificates.domain import trusting
from certificates.domain.issuing import Filed
from certificates.payloads import CertificatePayload, PledgePayload
from certificates.pdf import certificate, pledge, wording
from certificates.pdf.fonts import font_book
from certificates.pdf.signing import KeyInMemory, sign, signer


class OfficePress:
    """The press of this installation: its fonts, its key, its private store."""

    def __init__(self, *, at: datetime, key: KeyInMemory | None = None) -> None:
        # The key is looked for at once: without it nothing may begin, least of all a number.
        self.key = key or signer()
        trusting.take_into_use(key=self.key.facts, at=at)

    def require(self, *texts: str) -> None:
        """Refuse by name what the fonts of this machine cannot draw."""
        font_book().require(*texts)

    def certificate(self, payload: CertificatePayload, *, at: datetime) -> Filed:
        """Print, sign and file a certificate."""
        reason = wording.of_certificate(payload).title
        name = f"certificates/{payload.issued_on.year}/{payload.number}.pdf"
        with certificate.composed(payload) as pdf:
            return self._file(name, pdf, at=at, reason=reason)

    def pledge(self, payload: PledgePayload, *, at: datetime) -> Filed:
        """Print, sign and file a pledge; with the countersignature it is another file beside the first."""
        act = "countersigned" if payload.countersigned_at else "signed"
        name = f"pledges/{at.year}/{payload.number}-{payload.evidence_digest[:12]}-{act}.pdf"
        with pikepdf.open(io.BytesIO(pledge.render(payload))) as pdf:
            return self._file(name, pdf, at=at, reason=payload.title)

    def seal(self, digest: bytes) -> bytes:
        """A signature of its own over a SHA-256, as the anchors carry it."""
        return self.key.envelope.around(digest)

    def _file(self, name: str, unsigned: pikepdf.Pdf, *, at: datetime, reason: str) -> Filed:
        trusting.require_in_use(self.key.key_id)
        signed = sign(unsigned, by=self.key, at=at, reason=reason)
        put_away(name, signed.data)
        return Filed(
            file=name, file_digest=signed.file_digest, signed_digest=signed.signed_digest, key_id=self.key.key_id
        )


def put_away(name: str, data: bytes) -> None:
    """Write a private file whole or not at all: a temporary name, on the disk, then the name."""
    target = Path(storages["private"].path(name))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_suffix(f".{secrets.token_hex(8)}.unfinished")  # Another worker may be at the same one.
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

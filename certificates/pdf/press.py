"""Printing, signing and filing a document, so that a worker killed anywhere leaves one file, which is then kept."""

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
from certificates.pdf.signers import OfficeKey
from certificates.pdf.signing import Prepared, Signed, prepare, signer
from common.canonical import digest


class OfficePress:
    """The press of this installation: its fonts, its key, its private store."""

    def __init__(self, *, at: datetime, key: OfficeKey | None = None) -> None:
        # The key is looked for at once: without it nothing may begin, least of all a number.
        self.key = key or signer()
        trusting.take_into_use(key=self.key.facts, at=at)

    def require(self, *texts: str) -> None:
        """Refuse by name what the fonts of this machine cannot draw."""
        font_book().require(*texts)

    def certificate(self, payload: CertificatePayload, *, at: datetime) -> Filed:
        """Print, sign and file a certificate."""
        reason = wording.of_certificate(payload).title
        stem = f"certificates/{payload.issued_on.year}/{payload.number}"
        with certificate.composed(payload) as pdf:
            return self._file(stem, pdf, at=at, reason=reason)

    def pledge(self, payload: PledgePayload, *, at: datetime) -> Filed:
        """Print, sign and file a pledge; with the countersignature it is another file beside the first."""
        act = "countersigned" if payload.countersigned_at else "signed"
        stem = f"pledges/{at.year}/{payload.number}-{payload.evidence_digest[:12]}-{act}"
        with pikepdf.open(io.BytesIO(pledge.render(payload))) as pdf:
            return self._file(stem, pdf, at=at, reason=payload.title)

    def seal(self, root: bytes) -> bytes:
        """A signature of its own over a SHA-256, as the anchors carry it."""
        return self.key.envelope.around(root)

    def _file(self, stem: str, unsigned: pikepdf.Pdf, *, at: datetime, reason: str) -> Filed:
        trusting.require_in_use(self.key.key_id)
        prepared = prepare(unsigned, room=self.key.envelope.room, at=at, reason=reason)
        # The name tells page and key: of what differs in either there are two files, and the register chooses.
        name = f"{stem}-{digest(prepared.digest + self.key.key_id.encode())[:12]}.pdf"
        signed = self._standing(name, prepared)
        return Filed(
            file=name, file_digest=signed.file_digest, signed_digest=signed.signed_digest, key_id=self.key.key_id
        )

    def _standing(self, name: str, prepared: Prepared) -> Signed:
        """The signed file of a name: the one that is found whole, or a new one.

        A token signs the same page differently each time: whoever files first has made the file, the others keep it.
        """
        target = Path(storages["private"].path(name))
        if target.exists():
            if found := prepared.found_in(target.read_bytes(), self.key):
                return found
            target.rename(target.with_suffix(f".{secrets.token_hex(8)}.broken"))
        signed = prepared.signed(self.key)
        return signed if put_away(name, signed.data) else self._standing(name, prepared)


def put_away(name: str, data: bytes) -> bool:
    """Write a private file whole or not at all: a temporary name, on the disk, then the name.

    Tells whether it is this file that stands now; it is put over no other.
    """
    target = Path(storages["private"].path(name))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_suffix(f".{secrets.token_hex(8)}.unfinished")  # Another worker may be at the same one.
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        target.hardlink_to(unfinished)
    except FileExistsError:
        return False
    finally:
        unfinished.unlink()
        sync(target.parent)
    return True


def sync(folder: Path) -> None:
    """Bring the names in a folder on to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

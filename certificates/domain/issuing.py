"""Issuing certificates: reserve, print, mark. Two short transactions around a file that comes out the same each time.

A worker that dies anywhere leaves a reservation that the next one finishes: no double, no loss, no gap.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates import numbers
from certificates.domain import chaining, designs, sealing
from certificates.domain.completion import Checklist, checklist
from certificates.domain.designs import Page
from certificates.domain.numbering import take_number
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.payloads import CertificatePayload, Party
from certificates.signals import certificate_issued
from cohorts.domain.enrolling import conclude
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from common import audit
from common.canonical import canonical_json, digest
from people.domain.notices import notify
from people.models.accounts import User
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Filed:
    """A document that has been printed, signed and put away."""

    file: str
    file_digest: str
    signed_digest: str
    key_id: str

    @property
    def digests(self) -> dict[str, str]:
        """What the record chain notes of it."""
        return {"file_digest": self.file_digest, "signed_digest": self.signed_digest, "key_id": self.key_id}


class Fonts(Protocol):
    """What knows which characters can be printed (certificates.pdf.fonts)."""

    def require(self, *texts: str) -> None:
        """Raise Unprintable for what could not be printed, before a number is taken."""


class Press(Fonts, Protocol):
    """What prints and files a certificate (certificates.pdf.press)."""

    def certificate(self, payload: CertificatePayload, *, at: datetime) -> Filed:
        """Print, sign and file; the same payload and time give the same file."""


class NotEligible(Exception):
    """The person has not done everything; carries the checklist that says what is left."""

    def __init__(self, found: Checklist) -> None:
        super().__init__(_("Not everything that the cohort asks for has been done."))
        self.checklist = found


def issue(*, enrollment: Enrollment, by: User | None, at: datetime, press: Press) -> Certificate:
    """The certificate of one person: the one in force, or a new one. Running it twice changes nothing."""
    in_force = Certificate.objects.in_force().filter(enrollment=enrollment).first()
    if in_force is None:
        page = page_on(enrollment.cohort, at)
        require_printable(enrollment=enrollment, page=page, fonts=press)
        in_force = reserve(enrollment=enrollment, by=by, at=at, page=page)
    return finish(certificate=in_force, at=at, press=press)


def page_on(cohort: Cohort, at: datetime) -> Page:
    """What the class's certificates are printed on at that moment; refused where its seal may not be used."""
    return designs.page_of(cohort, on=timezone.localdate(at))


def require_printable(*, enrollment: Enrollment, page: Page, fonts: Fonts) -> None:
    """Raise Unprintable for a name or a text on the certificate that no font can draw."""
    cohort = enrollment.cohort
    programme = cohort.programme.name if page.design and cohort.programme else ""
    fonts.require(enrollment.person.name, cohort.name, programme, organisation_of(cohort.unit).name, *page.texts)


def reserve(*, enrollment: Enrollment, by: User | None, at: datetime, page: Page | None = None) -> Certificate:
    """Take a number and freeze the payload, if everything is still done; the one in force where somebody was faster."""
    page = page or page_on(enrollment.cohort, at)
    try:
        with transaction.atomic():
            found = checklist(enrollment, at)
            if not found.complete:
                raise NotEligible(found)
            return _reserve(enrollment, found, page, by, at)
    except IntegrityError:
        return Certificate.objects.in_force().get(enrollment=enrollment)


def finish(*, certificate: Certificate, at: datetime, press: Press) -> Certificate:
    """Print and file what was reserved, then mark it issued."""
    if certificate.state != CertificateState.RESERVED:
        return certificate
    payload = CertificatePayload.from_json(certificate.payload)
    filed = press.certificate(payload, at=certificate.reserved_at)
    return _mark_issued(certificate, filed, at)


def void(*, certificate: Certificate, reason: str, at: datetime) -> bool:
    """Give up a reservation that can never be printed; its number stays taken, with the reason."""
    with transaction.atomic():
        reserved = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.RESERVED)
        if not reserved.update(state=CertificateState.VOID, ended_at=at, end_reason=reason[:200]):
            return False
        chaining.append(document=certificate.chain_name, event={"act": "void"}, at=at)
    return True


def _reserve(enrollment: Enrollment, found: Checklist, page: Page, by: User | None, at: datetime) -> Certificate:
    number = take_number(unit=enrollment.cohort.unit, kind=numbers.COMPLETION, at=at)
    token = secrets.token_hex(16)
    former = _former(enrollment)
    replaces = former.number if former else ""
    payload = _payload(enrollment, found, page, number=number, token=token, at=at, replaces=replaces)
    stored = payload.as_json()
    certificate = Certificate.objects.create(
        number=number,
        token=token,
        enrollment=enrollment,
        unit=enrollment.cohort.unit,
        design=page.revision,
        expires_on=payload.expires_on,
        payload=stored,
        payload_digest=digest(canonical_json(stored)),
        reserved_at=at,
        issued_by=by,
        replaces=former,
    )
    event = {"act": "reserved", "payload_digest": certificate.payload_digest}
    chaining.append(document=certificate.chain_name, event=event, at=at)
    if page.seal:
        sealing.note_use(seal=page.seal, certificate=certificate, by=by, at=at)
    return certificate


def _former(enrollment: Enrollment) -> Certificate | None:
    """The certificate, revoked or to be corrected, that a new one takes the place of: the last that ended."""
    ended = Certificate.objects.filter(
        enrollment=enrollment, state__in=[CertificateState.REVOKED, CertificateState.REPLACED]
    )
    return ended.order_by("-ended_at", "-pk").first()


def _payload(
    enrollment: Enrollment, found: Checklist, page: Page, *, number: str, token: str, at: datetime, replaces: str
) -> CertificatePayload:
    """What the certificate states, in the language of its page: it is printed and not translated again."""
    cohort = enrollment.cohort
    issued_on = timezone.localdate(at)
    with translation.override(page.language):
        result = _("passed the examination") if found.has_passed else _("completed all that was asked")
    return CertificatePayload(
        number=number,
        language=page.language,
        organisation=organisation_of(cohort.unit),
        person=Party(str(enrollment.person_id), enrollment.person.name),
        programme=cohort.programme.name if cohort.programme else "",
        cohort=Party(str(cohort.pk), cohort.name),
        began_on=cohort.starts_on,
        ended_on=cohort.ends_on,
        hours=found.credit_hours,
        result=result,
        issued_on=issued_on,
        seal_style=page.seal_style,
        verify_url=verify_url(token),
        replaces=replaces,
        design=page.design,
        expires_on=page.expires_on(issued_on),
    )


def organisation_of(unit: OrgUnit) -> Party:
    """The unit as a document names it, with the one above: Jinan, Jining and Zaozhuang all have a 市中区."""
    above = unit.get_parent()
    return Party(unit.code, f"{above.name}{unit.name}" if above else unit.name)


def verify_url(token: str) -> str:
    """The address in the QR code."""
    return settings.SITE_URL + reverse("certificates:verify", args=[token])


def _mark_issued(certificate: Certificate, filed: Filed, at: datetime) -> Certificate:
    with transaction.atomic():
        reserved = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.RESERVED)
        won = reserved.update(
            state=CertificateState.ISSUED,
            issued_at=at,
            file=filed.file,
            file_digest=filed.file_digest,
            signed_digest=filed.signed_digest,
            key_id=filed.key_id,
        )
        certificate.refresh_from_db()
        if won:
            _tell(certificate, filed, at)
    return certificate


def _tell(certificate: Certificate, filed: Filed, at: datetime) -> None:
    """The consequences of an issue, in the transaction that issues."""
    event = {"act": "issued", **filed.digests}
    chaining.append(document=certificate.chain_name, event=event, at=at)
    audit.record("certificates.issue", subject=certificate, user=certificate.issued_by, number=certificate.number)
    enrollment = certificate.enrollment
    conclude(enrollment=enrollment, at=at)
    notify(
        recipient=enrollment.person,
        key=f"certificate:{certificate.number}",
        subject=_("Your certificate of completion has been issued."),
        body=enrollment.cohort.name,
        url=reverse("certificates:my-documents"),
        at=at,
    )
    transaction.on_commit(lambda: certificate_issued.send(sender=Certificate, certificate_id=certificate.pk))

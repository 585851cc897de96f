"""Pledge texts, cohorts that ask for little, signatures and a press, each with defaults that work."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from certificates.domain import ceremony, issuing, pledging
from certificates.domain.ink import Strokes
from certificates.domain.reissuing import reissue
from certificates.enums import CountersignOrder, PledgeKind
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge, PledgeSession, PledgeText
from certificates.payloads import CertificatePayload, Party
from certificates.pdf.keys import make_signing_key
from certificates.pdf.press import OfficePress
from certificates.pdf.signers import KeyInMemory, load_signer
from cohorts.domain.study import finish_module
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_organizer, make_person

PASSWORD = "correct horse battery staple"
LATER = AT + timedelta(hours=1)
RARE_NAMES = ("欧阳𬱖", "陈𬭚玉", "司马𠮷祥", "阿卜杜热西提·买买提", "王㛃")


def make_text(
    kind: str = PledgeKind.INTEGRITY,
    *,
    title: str = "廉洁履职承诺书",
    clauses: str = "不收受礼品礼金。\n按月公开账目。",
    triggers: str = "受到严重警告以上处分的。\n连续三个月不履职的。",
    is_published: bool = True,
    bundle: str = "",
    countersigners: str = CountersignOrder.ORGANIZER,
) -> PledgeText:
    """A pledge text of a short opening sentence, two clauses and two triggers."""
    text = PledgeText.objects.create(
        kind=kind,
        title=title,
        preamble="我郑重承诺:",
        clauses=clauses,
        triggers=triggers,
        effective_on=date(2026, 1, 1),
        bundle=bundle,
        countersigners=countersigners,
        live=False,
    )
    revision = text.save_revision()
    if is_published:
        revision.publish()
    text.refresh_from_db()
    return text


def make_signer(name: str = "林秀英") -> User:
    """Somebody who can log in and prove it."""
    person = make_person(name)
    person.set_password(PASSWORD)
    person.save()
    return person


def make_pledge(person: User | None = None, *, text: PledgeText | None = None, cohort: Cohort | None = None) -> Pledge:
    """A pledge that somebody has still to sign."""
    enrollment = make_enrollment(cohort or make_cohort(), person or make_signer())
    return Pledge.objects.create(enrollment=enrollment, text=text or make_text())


def strokes() -> Strokes:
    """Two strokes that cross."""
    return [[[100, 100, 0], [500, 260, 90]], [[480, 90, 300], [120, 300, 420]]]


def strokes_json() -> str:
    """The same as the page sends them."""
    return json.dumps([[{"x": x, "y": y, "t": t} for x, y, t in stroke] for stroke in strokes()])


def make_session(pledge: Pledge, *, at: datetime = AT) -> PledgeSession:
    """A ceremony that has just been opened."""
    return ceremony.open_session(pledge=pledge, at=at)


def go_to_signature(pledge: Pledge, *, at: datetime = AT) -> PledgeSession:
    """A ceremony in which all is done but the signing itself."""
    session = make_session(pledge, at=at)
    reading = ceremony.require_current(session)
    for step in range(1, len(reading.parts) + 1):
        at += timedelta(minutes=1)
        ceremony.mark_read(session=session, step=step, at=at)
    ceremony.confirm(
        session=session,
        triggers=range(len(reading.triggers)),
        typed_name=pledge.enrollment.person.name,
        at=at,
    )
    ceremony.draw(session=session, strokes=strokes(), at=at)
    return ceremony.reauthenticate(session=session, user=pledge.enrollment.person, password=PASSWORD, at=at)


def sign(pledge: Pledge, *, at: datetime = AT) -> Pledge:
    """The pledge after the whole ceremony."""
    session = go_to_signature(pledge, at=at)
    circumstances = {"address": "10.0.0.7", "user_agent": "a phone"}
    assert session.reauthenticated_at
    signed = pledging.sign(
        session=session,
        user=pledge.enrollment.person,
        circumstances=circumstances,
        at=session.reauthenticated_at + timedelta(minutes=1),
    )
    return next(each for each in signed if each.pk == pledge.pk)


def complete(enrollment: Enrollment, *, at: datetime = AT) -> Enrollment:
    """Finish every module of the cohort."""
    for module in enrollment.cohort.modules.all():
        finish_module(enrollment=enrollment, module=module, at=at)
    return enrollment


def make_graduate(name: str = "林秀英", *, cohort: Cohort | None = None) -> Enrollment:
    """Somebody who has done all that the cohort asks for."""
    return complete(make_enrollment(cohort or make_cohort(), make_signer(name)))


def give_prefix(unit: OrgUnit, prefix: str = "SZ") -> OrgUnit:
    """The unit with letters of its own for the numbers of its documents."""
    unit.number_prefix = prefix
    unit.save(update_fields=["number_prefix"])
    return unit


def install_key() -> Path:
    """The signing key of this test run, made once."""
    path = Path(settings.SIGNING_KEY_FILE)
    if not path.exists():
        make_signing_key(path=path, passphrase=settings.SIGNING_PASSPHRASE, at=datetime(2026, 1, 1, tzinfo=UTC))
    return path


def load_key() -> KeyInMemory:
    """The key of this test run, on no register yet."""
    return load_signer(install_key(), settings.SIGNING_PASSPHRASE)


def make_press() -> OfficePress:
    """The real press, with the key of this test run."""
    return OfficePress(at=LATER, key=load_key())


def reissued(certificate: Certificate, *, at: datetime = LATER + timedelta(days=1)) -> Certificate:
    """The certificate that has taken the place of this one."""
    by, press = make_organizer(certificate.unit), make_press()
    successor = reissue(certificate=certificate, by=by, reason="姓名有误", at=at, fonts=press)
    return issuing.finish(certificate=successor, at=at, press=press)


def certificate_payload(name: str = "林秀英", **fields: object) -> CertificatePayload:
    """What a certificate states, without a database."""
    facts: dict[str, object] = {
        "number": "HD2026J0000137H",
        "language": "zh-hans",
        "organisation": Party("370103", "市中区委组织部"),
        "person": Party("1", name),
        "programme": "头雁领航",
        "cohort": Party("1", "新任书记培训班(第36期)"),
        "began_on": date(2026, 3, 2),
        "ended_on": date(2026, 5, 29),
        "hours": Decimal(56),
        "result": "考核合格",
        "issued_on": date(2026, 5, 30),
        "seal_style": "specimen",
        "verify_url": "http://127.0.0.1:8000/verify/0123456789abcdef0123456789abcdef/",
    }
    return CertificatePayload(**{**facts, **fields})  # type: ignore[arg-type]

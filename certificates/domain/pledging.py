"""Pledges from the assignment to the signature: who has to sign what, and the signing itself, once and all together."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates import numbers
from certificates.domain import chaining, endorsing
from certificates.domain.ceremony import NotConfirmed, StepMissing, require_current, shown_in
from certificates.domain.issuing import organisation_of
from certificates.domain.numbering import take_number
from certificates.domain.pledge_texts import Reading, Words
from certificates.enums import SIGNABLE, PledgeState, Proof
from certificates.models.pledges import Pledge, PledgeSession, PledgeText, ShownText
from certificates.payloads import Party
from certificates.signals import pledge_signed
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from common import audit
from common.canonical import canonical_json, digest
from people.domain.notices import notify
from people.models.accounts import User

PROOF_HOLDS = timedelta(minutes=5)


def assign_pledges(*, cohort: Cohort, kinds: Collection[str], at: datetime) -> list[Pledge]:
    """Give everybody in the cohort the text in force of each kind, once; a second run adds only who is new."""
    in_force = PledgeText.objects.in_force(timezone.localdate(at)).filter(kind__in=kinds)
    texts = {text.kind: text for text in reversed(in_force)}
    enrollments = list(cohort.enrollments.counted())
    given = set(
        Pledge.objects.filter(enrollment__in=enrollments, text__kind__in=kinds).values_list(
            "enrollment_id", "text__kind"
        )
    )
    due = [
        Pledge(enrollment=enrollment, text=text)
        for enrollment in enrollments
        for kind, text in texts.items()
        if (enrollment.pk, kind) not in given
    ]
    return Pledge.objects.bulk_create(due, ignore_conflicts=True)


def sign(*, session: PledgeSession, user: User, circumstances: dict[str, str], at: datetime) -> list[Pledge]:
    """Sign all that was shown, once: the nonce unused, the words in force, the person the user, the proof fresh.

    All are signed or none. A second call for the same session answers with the same pledges and changes nothing.
    `circumstances` are what the browser sent along: address, user_agent.
    """
    shown = shown_in(session)
    pledges = [each.pledge for each in shown]
    signer = pledges[0].enrollment.person
    if user.pk != (session.witness_id or signer.pk):
        raise StepMissing
    if session.used_at is not None or not any(pledge.is_signable for pledge in pledges):
        return pledges
    reading = require_current(session)
    if session.reauthenticated_at is None or at - session.reauthenticated_at > PROOF_HOLDS:
        raise StepMissing
    if session.typed_name != signer.name:
        raise NotConfirmed(["typed_name"])  # The roster was corrected meanwhile.
    with transaction.atomic():
        if not PledgeSession.objects.filter(pk=session.pk, used_at=None).update(used_at=at):
            return list(Pledge.objects.filter(pk__in=[pledge.pk for pledge in pledges]))
        for each in shown:
            _sign_one(each, reading, circumstances, at)
    return pledges


def _sign_one(shown: ShownText, reading: Reading, circumstances: dict[str, str], at: datetime) -> None:
    pledge, words, witness = shown.pledge, reading.texts[shown.position - 1], shown.session.witness
    evidence = _evidence(shown, reading, circumstances, at)
    ShownText.objects.filter(pk=shown.pk).update(evidence=evidence)
    _commit(pledge, shown.session, words, evidence, at)
    signer = pledge.enrollment.person
    audit.record("certificates.sign_pledge", subject=pledge, user=witness or signer, number=pledge.number)
    endorsing.ask(pledge=pledge, at=at)
    if witness:
        _tell_of_the_witness(pledge, witness, at)
    transaction.on_commit(lambda: pledge_signed.send(sender=Pledge, pledge_id=pledge.pk))


def _tell_of_the_witness(pledge: Pledge, witness: User, at: datetime) -> None:
    """The signer is told at once: nobody's pledge is signed behind their back."""
    notify(
        recipient=pledge.enrollment.person,
        key=f"pledge-witnessed:{pledge.uuid}:{pledge.evidence_digest[:12]}",
        subject=_("You signed a pledge in the presence of %(name)s.") % {"name": witness.name},
        body=_("If you did not, tell your organizer at once."),
        url=reverse("certificates:pledge-receipt", args=[pledge.uuid]),
        at=at,
    )


def _commit(pledge: Pledge, session: PledgeSession, words: Words, evidence: dict[str, Any], at: datetime) -> None:
    number = pledge.number or take_number(unit=pledge.enrollment.cohort.unit, kind=numbers.PLEDGE, at=at)
    fields = {
        "state": PledgeState.SIGNED,
        "revision": words.revision,
        "number": number,
        "token": pledge.token or secrets.token_hex(16),
        "wording": words.canonical.decode(),
        "wording_digest": words.digest,
        "parties": _parties(pledge.enrollment, session.witness),
        "ink": session.ink,
        "evidence": evidence,
        "evidence_digest": digest(canonical_json(evidence)),
        "signed_at": at,
        "endorsed_at": None,
        "endorsed_by": None,
        "return_reason": "",
        "file": "",
        "file_problem": "",
    }
    if not Pledge.objects.filter(pk=pledge.pk, text=pledge.text_id, state__in=SIGNABLE).update(**fields):
        # Signed meanwhile in another session, or moved to a new text: undo the number with the transaction.
        raise StepMissing
    pledge.refresh_from_db()
    event = {
        "act": "signed",
        "wording_digest": pledge.wording_digest,
        "evidence_digest": pledge.evidence_digest,
    }
    chaining.append(document=pledge.chain_name, event=event, at=at)


def _parties(enrollment: Enrollment, witness: User | None) -> dict[str, Any]:
    """Signer, organisation and witness as they are named today: a later name changes no pledge."""
    signer = Party(str(enrollment.person_id), enrollment.person.name, post_of(enrollment))
    parties = {"person": asdict(signer), "organisation": asdict(organisation_of(enrollment.cohort.unit))}
    return parties | ({"witness": asdict(Party(str(witness.pk), witness.name))} if witness else {})


def post_of(enrollment: Enrollment) -> str:
    """The post a person holds, with its unit, in the language of the site; the unit alone where there is no seat."""
    with translation.override(settings.LANGUAGE_CODE):
        post = enrollment.seat.get_post_display() if enrollment.seat else ""
    return f"{enrollment.unit.name} {post}".strip()


def _evidence(shown: ShownText, reading: Reading, circumstances: dict[str, str], at: datetime) -> dict[str, Any]:
    """What is known of the signing, as canonical JSON allows it: no float, every moment with its zone."""
    session, words = shown.session, reading.texts[shown.position - 1]
    steps = _steps(session, reading, shown.position)
    moments = {
        "opened_at": session.opened_at,
        "confirmed_at": session.confirmed_at,
        "drawn_at": session.drawn_at,
        "authenticated_at": session.reauthenticated_at,
        "signed_at": at,
    }
    together = {"signed_together": "、".join(each.title for each in reading.texts)} if len(reading.texts) > 1 else {}
    by = session.witness
    witnessed = {"witness": by.name, "witness_account": str(by.pk), "reading": "aloud"} if by else {}
    return {
        "format": 1,
        "text_title": words.title,
        "text_revision": str(words.revision.pk),
        "text_digest": words.digest,
        **together,
        "steps": steps,
        "read_at": steps[-1]["at"] if steps else "",
        **{name: moment.isoformat() for name, moment in moments.items() if moment},
        "typed_name": session.typed_name,
        "signature_kind": "drawn" if session.ink else "typed",
        "ink_digest": digest(canonical_json(session.ink)),
        "nonce_digest": digest(session.nonce.encode()),
        "account": str(shown.pledge.enrollment.person_id),
        "authentication": "witness" if session.proof == Proof.WITNESS else "password",
        **witnessed,
        "address": circumstances.get("address", ""),
        "user_agent": circumstances.get("user_agent", "")[:300],
    }


def _steps(session: PledgeSession, reading: Reading, position: int) -> list[dict[str, Any]]:
    """When each part of one of the texts was read, counted from its own first."""
    of_this_text: Sequence[dict[str, Any]] = [
        step for step, part in zip(session.steps, reading.parts, strict=True) if part.text_number == position
    ]
    return [{"step": number, "at": step["at"]} for number, step in enumerate(of_this_text, start=1)]

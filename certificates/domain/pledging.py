"""The pledge ceremony: assign, open, read, confirm, draw, prove who one is, sign once."""

import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from certificates import numbers
from certificates.domain import chaining
from certificates.domain.ink import Strokes
from certificates.domain.issuing import organisation_of
from certificates.domain.numbering import take_number
from certificates.domain.pledge_texts import Words, words_of
from certificates.enums import PledgeState
from certificates.models.pledges import Pledge, PledgeSession, PledgeText
from certificates.payloads import Party
from certificates.signals import pledge_signed
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from common import audit, limits
from common.canonical import canonical_json, digest
from common.limits import Limit
from people.models.accounts import User

READING_SPEED = 20  # Characters a second: nobody reads faster, so nobody has read who was.
PROOF_HOLDS = timedelta(minutes=5)
SESSION_HOLDS = timedelta(hours=12)
WRONG_PASSWORDS = 5
PASSWORD_TRIES = Limit("pledge-password", WRONG_PASSWORDS, 15 * 60)
SIGNABLE = [PledgeState.DUE, PledgeState.RETURNED]


class TextChanged(Exception):
    """A new text was published after this one was opened: it has to be read again."""


class TooFast(Exception):
    """The part was ticked off before it could have been read."""


class NotConfirmed(Exception):
    """Not every trigger is ticked, or the name is not as on the roster; carries the fields in question."""

    def __init__(self, fields: Collection[str]) -> None:
        super().__init__(*fields)
        self.fields = fields


class WrongPassword(Exception):
    """The password is not the account's."""


class TooManyTries(Exception):
    """Too many wrong passwords; it can be tried again after a while."""


class StepMissing(Exception):
    """An earlier step of the ceremony has not been done in this session."""


def assign_pledges(*, cohort: Cohort, kinds: Collection[str], at: datetime) -> list[Pledge]:
    """Give everybody in the cohort the text in force of each kind, once; a second run adds only who is new."""
    texts = {text.kind: text for text in reversed(PledgeText.objects.in_force(at.date()).filter(kind__in=kinds))}
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


def open_session(*, pledge: Pledge, at: datetime) -> PledgeSession:
    """Begin to read: what is shown from here on is the revision published now."""
    words = words_of(pledge.text)
    return PledgeSession.objects.create(
        pledge=pledge,
        nonce=secrets.token_hex(16),
        revision=words.revision,
        wording_digest=words.digest,
        opened_at=at,
        step_shown_at=at,
    )


def require_current(session: PledgeSession) -> Words:
    """The words of the session, if they are still those in force."""
    words = words_of(session.pledge.text)
    if (words.revision.pk, words.digest) != (session.revision_id, session.wording_digest):
        raise TextChanged
    return words


def mark_read(*, session: PledgeSession, step: int, at: datetime) -> PledgeSession:
    """Note that a part was read; parts are read in order and each takes its time."""
    words = require_current(session)
    done = len(session.steps)
    if step <= done:
        return session
    if step != done + 1 or step > len(words.parts):
        raise StepMissing
    if at - session.step_shown_at < reading_time(words.parts[step - 1]):
        raise TooFast
    session.steps = [*session.steps, {"step": step, "at": at.isoformat()}]
    session.step_shown_at = at
    session.save(update_fields=["steps", "step_shown_at"])
    return session


def reading_time(part: str) -> timedelta:
    """The least time that reading a part takes."""
    return timedelta(seconds=len(part) // READING_SPEED)


def confirm(*, session: PledgeSession, triggers: Collection[int], typed_name: str, at: datetime) -> PledgeSession:
    """Note that each trigger was ticked and the full name typed as on the roster."""
    words = require_current(session)
    if len(session.steps) < len(words.parts):
        raise StepMissing
    wrong = []
    if set(triggers) != set(range(len(words.triggers))):
        wrong.append("triggers")
    if typed_name.strip() != session.pledge.enrollment.person.name:
        wrong.append("typed_name")
    if wrong:
        raise NotConfirmed(wrong)
    session.typed_name, session.confirmed_at = typed_name.strip(), at
    session.save(update_fields=["typed_name", "confirmed_at"])
    return session


def draw(*, session: PledgeSession, strokes: Strokes, at: datetime) -> PledgeSession:
    """Keep the hand-drawn signature; no strokes where the typed name is to be the signature."""
    if session.confirmed_at is None:
        raise StepMissing
    session.ink, session.drawn_at = strokes, at
    session.save(update_fields=["ink", "drawn_at"])
    return session


def reauthenticate(*, session: PledgeSession, user: User, password: str, at: datetime) -> PledgeSession:
    """Prove for this very session that the person at the screen is the account's."""
    if session.drawn_at is None:
        raise StepMissing
    # Counted before it is checked: of many tries at once no more are checked than one after the other.
    if limits.take(PASSWORD_TRIES, str(user.pk), at=at):
        raise TooManyTries
    if not user.check_password(password):
        raise WrongPassword
    limits.forget(PASSWORD_TRIES, str(user.pk), at=at)
    session.reauthenticated_at = at
    session.save(update_fields=["reauthenticated_at"])
    return session


def sign(*, session: PledgeSession, user: User, circumstances: dict[str, str], at: datetime) -> Pledge:
    """Sign, once: the nonce unused, the words still in force, the person the user, the proof fresh.

    A second call for the same session answers with the same pledge and changes nothing.
    `circumstances` are what the browser sent along: address, user_agent.
    """
    pledge = session.pledge
    if pledge.enrollment.person_id != user.pk:
        raise StepMissing
    if session.used_at is not None or pledge.state not in SIGNABLE:
        return pledge
    words = require_current(session)
    if session.reauthenticated_at is None or at - session.reauthenticated_at > PROOF_HOLDS:
        raise StepMissing
    evidence = _evidence(session, words, user, circumstances, at)
    with transaction.atomic():
        if not PledgeSession.objects.filter(pk=session.pk, used_at=None).update(used_at=at, evidence=evidence):
            return Pledge.objects.get(pk=pledge.pk)
        _commit(pledge, session, words, evidence, at)
        audit.record("certificates.sign_pledge", subject=pledge, user=user, number=pledge.number)
        transaction.on_commit(lambda: pledge_signed.send(sender=Pledge, pledge_id=pledge.pk))
    return pledge


def _commit(pledge: Pledge, session: PledgeSession, words: Words, evidence: dict[str, Any], at: datetime) -> None:
    number = pledge.number or take_number(unit=pledge.enrollment.cohort.unit, kind=numbers.PLEDGE, at=at)
    fields = {
        "state": PledgeState.SIGNED,
        "revision": words.revision,
        "number": number,
        "token": pledge.token or secrets.token_hex(16),
        "wording": words.canonical.decode(),
        "wording_digest": words.digest,
        "parties": _parties(pledge.enrollment),
        "ink": session.ink,
        "evidence": evidence,
        "evidence_digest": digest(canonical_json(evidence)),
        "signed_at": at,
        "return_reason": "",
        "file": "",
        "file_problem": "",
    }
    if not Pledge.objects.filter(pk=pledge.pk, state__in=SIGNABLE).update(**fields):
        # Signed meanwhile in another session: undo the number with the transaction.
        raise StepMissing
    pledge.refresh_from_db()
    event = {
        "act": "signed",
        "wording_digest": pledge.wording_digest,
        "evidence_digest": pledge.evidence_digest,
    }
    chaining.append(document=pledge.chain_name, event=event, at=at)


def _parties(enrollment: Enrollment) -> dict[str, Any]:
    """The signer and the organisation as they are named today: a later name changes no pledge."""
    signer = Party(str(enrollment.person_id), enrollment.person.name, post_of(enrollment))
    return {"person": asdict(signer), "organisation": asdict(organisation_of(enrollment.cohort.unit))}


def post_of(enrollment: Enrollment) -> str:
    """The post a person holds, with its unit, in the language of the site; the unit alone where there is no seat."""
    with translation.override(settings.LANGUAGE_CODE):
        post = enrollment.seat.get_post_display() if enrollment.seat else ""
    return f"{enrollment.unit.name} {post}".strip()


def _evidence(
    session: PledgeSession, words: Words, user: User, circumstances: dict[str, str], at: datetime
) -> dict[str, Any]:
    """What is known of the signing, as canonical JSON allows it: no float, every moment with its zone."""
    moments = {
        "opened_at": session.opened_at,
        "confirmed_at": session.confirmed_at,
        "drawn_at": session.drawn_at,
        "authenticated_at": session.reauthenticated_at,
        "signed_at": at,
    }
    return {
        "format": 1,
        "text_title": words.title,
        "text_revision": str(words.revision.pk),
        "text_digest": words.digest,
        "steps": session.steps,
        "read_at": session.steps[-1]["at"] if session.steps else "",
        **{name: moment.isoformat() for name, moment in moments.items() if moment},
        "typed_name": session.typed_name,
        "signature_kind": "drawn" if session.ink else "typed",
        "ink_digest": digest(canonical_json(session.ink)),
        "nonce_digest": digest(session.nonce.encode()),
        "account": str(user.pk),
        "authentication": "password",
        "address": circumstances.get("address", ""),
        "user_agent": circumstances.get("user_agent", "")[:300],
    }

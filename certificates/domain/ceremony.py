"""The ceremony up to the signature: open, read, confirm, draw, prove who one is."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from certificates.domain.ink import Strokes
from certificates.domain.pledge_texts import Reading, words_of
from certificates.enums import SIGNABLE, Proof
from certificates.models.pledges import Pledge, PledgeSession, ShownText
from common import limits
from common.limits import Limit
from people.models.accounts import User

READING_SPEED = 20  # Characters a second: nobody reads faster, so nobody has read who was.
SESSION_HOLDS = timedelta(hours=12)
WRONG_PASSWORDS = 5
PASSWORD_TRIES = Limit("pledge-password", WRONG_PASSWORDS, 15 * 60)


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


def signed_together(pledge: Pledge) -> list[Pledge]:
    """The pledge, with those of its bundle that the same person has still to sign in the same cohort."""
    if not pledge.text.bundle:
        return [pledge]
    waiting = Pledge.objects.with_people().signable().filter(enrollment=pledge.enrollment)
    return list(waiting.filter(text__bundle=pledge.text.bundle).order_by("text_id")) or [pledge]


def reading_of(pledges: Collection[Pledge]) -> Reading:
    """What these pledges show, text after text, as published now."""
    texts = tuple(words_of(pledge.text) for pledge in pledges)
    bundle = next((pledge.text.bundle for pledge in pledges), "")
    return Reading(texts, title=bundle if bundle and len(texts) > 1 else texts[0].title)


def open_session(*, pledge: Pledge, at: datetime, witness: User | None = None) -> PledgeSession:
    """Begin to read: what is shown from here on is what is published now, of the pledge and of its bundle.

    A witness reads it aloud, on a device of their own, to somebody who cannot read.
    """
    pledges = signed_together(pledge)
    texts = reading_of(pledges).texts
    with transaction.atomic():
        session = PledgeSession.objects.create(
            nonce=secrets.token_hex(16), opened_at=at, step_shown_at=at, witness=witness
        )
        ShownText.objects.bulk_create(
            ShownText(
                session=session, pledge=each, position=position, revision=words.revision, wording_digest=words.digest
            )
            for position, (each, words) in enumerate(zip(pledges, texts, strict=True), start=1)
        )
    return session


def shown_in(session: PledgeSession) -> list[ShownText]:
    """The texts of the session in their order, each with its pledge and everything that it names."""
    shown = list(session.shown.all())
    pledges = Pledge.objects.with_people().in_bulk([each.pledge_id for each in shown])
    for each in shown:
        each.pledge = pledges[each.pledge_id]
    return shown


def require_current(session: PledgeSession) -> Reading:
    """What the session shows, if all of it is still in force."""
    reading = reading_of([each.pledge for each in shown_in(session)])
    if not is_current(session, reading):
        raise TextChanged
    return reading


def is_current(session: PledgeSession, reading: Reading) -> bool:
    """Whether these are the very words that the session showed."""
    shown = [(each.revision_id, each.wording_digest) for each in session.shown.all()]
    return shown == [(words.revision.pk, words.digest) for words in reading.texts]


def still_holds(session: PledgeSession, at: datetime) -> bool:
    """Whether the ceremony may go on: it has signed nothing, is not old, and no other one signed what it shows."""
    if session.used_at is not None or at - session.opened_at > SESSION_HOLDS:
        return False
    return not session.pledges.exclude(state__in=SIGNABLE).exists()


def mark_read(*, session: PledgeSession, step: int, at: datetime) -> PledgeSession:
    """Note that a part was read; parts are read in order and each takes its time."""
    reading = require_current(session)
    done = len(session.steps)
    if step <= done:
        return session
    if step != done + 1 or step > len(reading.parts):
        raise StepMissing
    if at - session.step_shown_at < reading_time(reading.parts[step - 1].text):
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
    reading = require_current(session)
    if len(session.steps) < len(reading.parts):
        raise StepMissing
    wrong = []
    if set(triggers) != set(range(len(reading.triggers))):
        wrong.append("triggers")
    if typed_name.strip() != signer_of(session).name:
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
    """Prove for this very session that the person at the screen is the account's: the signer's or the witness's.

    The witness's password stands beside a signature by hand, never beside a typed name alone.
    """
    is_witness = user.pk == session.witness_id
    if session.drawn_at is None or (is_witness and not session.ink):
        raise StepMissing
    # Counted before it is checked: of many tries at once no more are checked than one after the other.
    if limits.take(PASSWORD_TRIES, str(user.pk), at=at):
        raise TooManyTries
    if not user.check_password(password):
        raise WrongPassword
    limits.forget(PASSWORD_TRIES, str(user.pk), at=at)
    session.reauthenticated_at, session.proof = at, Proof.WITNESS if is_witness else Proof.SIGNER
    session.save(update_fields=["reauthenticated_at", "proof"])
    return session


def signer_of(session: PledgeSession) -> User:
    """Whose pledges the session is about: all are of one enrollment."""
    return session.shown.select_related("pledge__enrollment__person")[0].pledge.enrollment.person

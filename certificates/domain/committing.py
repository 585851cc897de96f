"""Submitted attempts in the record chain: who answered what to which questions, so that no later change goes unseen.

The chain is handed to auditors and outlives every person's data, so it holds neither name nor answer, only salted
commitments to them. Whoever has the salt and the record can show that they belong together; nobody can guess a record
from its commitment, and a person who is de-identified later breaks nothing: what is committed to is the person's
pseudonymous id.
"""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet

from assessments.models.attempts import Answer, Attempt, AttemptItem
from certificates.domain import chaining
from certificates.domain.chaining import Break
from certificates.models.chain import AttemptCommitment, ChainEntry
from common.canonical import canonical_json, digest

AT_ONCE = 200  # Attempts that a check holds in memory, with all their answers.


def handed_in() -> QuerySet[Attempt]:
    """Submitted attempts with all that is committed to."""
    items = AttemptItem.objects.select_related("item").order_by("position").prefetch_related(
        Prefetch("answers", Answer.objects.filter(is_late=False).order_by("revision"))
    )  # fmt: skip
    attempts = Attempt.objects.handed_in().select_related("enrollment")
    return attempts.prefetch_related(Prefetch("items", items)).order_by("pk")


def uncommitted() -> QuerySet[Attempt]:
    """Those that no worker has come to yet."""
    return handed_in().filter(commitment=None)


def commit(*, attempt: Attempt, at: datetime) -> bool:
    """Put an attempt as handed in into the record chain, once; tells whether this call was the one that did."""
    salt = secrets.token_hex(32)
    written = {str(item.position): _written(item) for item in attempt.items.all()}
    revisions = {position: answers[-1].revision for position, answers in written.items() if answers}
    event = {
        "act": "submitted",
        "state": attempt.state,
        "finished_at": attempt.finished_at.isoformat() if attempt.finished_at else "",
        "revisions": revisions,
        **_commitments(attempt, salt, revisions),
    }
    try:
        with transaction.atomic():
            row = AttemptCommitment.objects.create(attempt=attempt, salt=salt, created_at=at)
            chaining.append(document=row.chain_name, event=event, at=at)
    except IntegrityError:  # Another worker was faster.
        return False
    return True


def attempt_breaks() -> Iterator[Break]:
    """Every attempt that is no longer what the chain committed to, and every chain whose attempt is gone."""
    rows = AttemptCommitment.objects.order_by("pk")
    last, known = 0, set[str]()
    while batch := list(rows.filter(pk__gt=last).select_related("attempt")[:AT_ONCE]):
        last = batch[-1].pk
        known.update(row.chain_name for row in batch)
        yield from _breaks_of(batch)
    chains = ChainEntry.objects.filter(document__startswith="attempt:", position=1)
    for name in sorted(set(chains.values_list("document", flat=True)) - known):
        yield Break(name, 1, "record-missing")


def _breaks_of(rows: Iterable[AttemptCommitment]) -> Iterator[Break]:
    salts = {row.attempt_id: row.salt for row in rows}
    events = ChainEntry.objects.filter(document__in=[row.chain_name for row in rows], position=1)
    by_name = dict(events.values_list("document", "event"))
    attempts = {attempt.pk: attempt for attempt in handed_in().filter(pk__in=salts)}
    for row in rows:
        event, attempt = by_name.get(row.chain_name), attempts.get(row.attempt_id)
        if event is None:
            yield Break(row.chain_name, 1, "chain-missing")
        elif attempt is not None and not _is_as_committed(attempt, salts[row.attempt_id], event):
            yield Break(row.chain_name, 1, "record-changed")


def _is_as_committed(attempt: Attempt, salt: str, event: dict[str, Any]) -> bool:
    commitments = _commitments(attempt, salt, event["revisions"])
    finished_at = attempt.finished_at.isoformat() if attempt.finished_at else ""
    return finished_at == event["finished_at"] and all(event[name] == value for name, value in commitments.items())


def _commitments(attempt: Attempt, salt: str, revisions: dict[str, int]) -> dict[str, str]:
    """The person, the questions as shown and the answers as they stood: an answer accepted later changes none of it."""
    items = list(attempt.items.all())
    said = [
        [item.position, written.revision, written.response]
        for item in items
        for written in _written(item)
        if written.revision == revisions.get(str(item.position))
    ]
    shown = [[item.position, item.item.snapshot, item.option_order] for item in items]
    return {
        "person": _salted(salt, "person", attempt.enrollment.person_id),
        "answers": _salted(salt, "answers", said),
        "questions": _salted(salt, "questions", shown),
    }


def _written(item: AttemptItem) -> list[Answer]:
    return list(item.answers.all())


def _salted(salt: str, name: str, value: Any) -> str:
    return digest(bytes.fromhex(salt) + canonical_json([name, value]))

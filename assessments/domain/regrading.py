"""Regrading (重评) and voiding (作废): a dry run that writes nothing, and a commit that does exactly what it listed.

A regrade never revokes anything: it brings the results up to the new grades and announces which of them changed.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from assessments.domain import results
from assessments.domain.grading import ask_for_marks
from assessments.domain.rekeying import Mappings, check_mapping
from assessments.domain.surveying import Change, planned_key, survey
from assessments.enums import MarkingState, QuestionStatus, RegradeAction, RegradeState, SittingState, Void
from assessments.kinds.base import State
from assessments.kinds.registry import check
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.questions import QuestionVersion
from assessments.models.regrades import Regrade, RegradeLine, RegradeTarget
from assessments.models.sittings import Sitting, SittingItem, SittingQuerySet
from common import audit
from people.models.accounts import User

SILENCE = timedelta(minutes=2)  # After which work without a sign of life is taken up by the tick.
BATCH = 500

Clock = Callable[[], datetime]


class CannotRegrade(Exception):
    """The regrade makes no sense as it was asked for; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def versions_for(item: SittingItem) -> list[QuestionVersion]:
    """Return the versions by which a question may be graded: of the same question, without faults, and no draft."""
    if item.version is None:
        return []
    versions = item.version.question.versions.select_related("question")
    return [version for version in versions if not _is_draft(version) and not check(version.snapshot)]


def ask(
    *,
    items: Collection[SittingItem],
    sittings: SittingQuerySet,
    everywhere: bool,
    action: str,
    version: QuestionVersion | None = None,
    mapping: Mappings | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> Regrade:
    """Put a regrade of questions of one sitting in the book; `everywhere` adds the other `sittings` that hold them."""
    targets = list(items)
    if everywhere:
        targets += _same_elsewhere(targets, sittings, action)
    _check(targets, action, version, mapping or {})
    with transaction.atomic():
        regrade = Regrade.objects.create(
            sitting=targets[0].sitting,
            action=action,
            version=version,
            mapping=mapping or {},
            reason=reason,
            asked_by=by,
            asked_at=at,
            touched_at=at,
        )
        RegradeTarget.objects.bulk_create(RegradeTarget(regrade=regrade, item=item) for item in targets)
        audit.record("assessments.regrade_asked", subject=regrade.sitting, user=by, regrade=regrade.pk, what=action)
    return regrade


def dry_run(*, regrade: Regrade, clock: Clock) -> Regrade:
    """List what would change, and write nothing else."""
    if regrade.state != RegradeState.COUNTING:
        return regrade

    def tell(done: int, total: int) -> None:
        _counting(regrade).update(done=done, total=total, touched_at=clock())

    found = survey(regrade, progress=tell)
    with transaction.atomic():
        if _counting(regrade).update(state=RegradeState.READY, digest=found.digest, touched_at=clock()) == 1:
            RegradeLine.objects.bulk_create((change.line for change in found.changes), batch_size=BATCH)
    regrade.refresh_from_db()
    return regrade


def approve(*, regrade: Regrade, by: User, at: datetime) -> bool:
    """Say that what the dry run listed is to be written; tells whether this press was the one that did."""
    ready = Regrade.objects.filter(pk=regrade.pk, state=RegradeState.READY)
    return ready.update(state=RegradeState.COMMITTING, committed_by=by, touched_at=at) == 1


def commit(*, regrade: Regrade, at: datetime) -> Regrade:
    """Write exactly what the dry run listed, or nothing where anything has changed since.

    Claim it; lock the attempts, so that no mark and no submit slips in; look again and compare; then write keys,
    grades, attempts and results, and announce the results that differ. Doing so again changes nothing.
    """
    with transaction.atomic():
        approved = Regrade.objects.filter(pk=regrade.pk, state=RegradeState.COMMITTING)
        if approved.update(state=RegradeState.DONE, committed_at=at, touched_at=at) == 1:
            _hold(regrade)
            found = survey(regrade)
            if found.digest == regrade.digest:
                _write(regrade, found.changes, at)
            else:
                Regrade.objects.filter(pk=regrade.pk).update(state=RegradeState.STALE, committed_at=None)
    regrade.refresh_from_db()
    return regrade


def silent(*, at: datetime) -> list[Regrade]:
    """Regrades whose worker seems to have died."""
    states = [RegradeState.COUNTING, RegradeState.COMMITTING]
    return list(Regrade.objects.filter(state__in=states, touched_at__lt=at - SILENCE))


def _counting(regrade: Regrade) -> Any:
    return Regrade.objects.filter(pk=regrade.pk, state=RegradeState.COUNTING)


def _is_draft(version: QuestionVersion) -> bool:
    question = version.question
    return question.status == QuestionStatus.DRAFT and question.version == version.number


def _same_elsewhere(items: Sequence[SittingItem], sittings: SittingQuerySet, action: str) -> list[SittingItem]:
    """The same questions in other sittings: in any version for a new key, in the same one for a void."""
    others = SittingItem.objects.filter(sitting__in=sittings).exclude(pk__in=[item.pk for item in items])
    versions = [item.version for item in items if item.version]
    if action == RegradeAction.VERSION:
        found = others.filter(version__question__in=[version.question_id for version in versions])
    else:
        found = others.filter(version__in=versions)
    return list(found.select_related("sitting", "version", "key_version"))


def _check(items: Sequence[SittingItem], action: str, version: QuestionVersion | None, mapping: Mappings) -> None:
    if action == RegradeAction.VERSION:
        if version is None or any(version not in versions_for(item) for item in items):
            raise CannotRegrade("no-such-version")
        for item in items:
            if item.snapshot["kind"] != version.snapshot["kind"]:
                raise CannotRegrade("another-kind")
            check_mapping(item.snapshot, version.snapshot, mapping)
    if action == RegradeAction.REMOVE:
        _check_what_stays(items)


def _check_what_stays(going: Sequence[SittingItem]) -> None:
    """Refuse to leave a sitting, or one attempt that drew its own questions, without any that counts."""
    sittings = {item.sitting_id for item in going}
    staying = SittingItem.objects.exclude(pk__in=[item.pk for item in going]).exclude(void=Void.REMOVED)
    bare = ~Exists(AttemptItem.objects.filter(attempt=OuterRef("pk"), item__in=staying))
    left = staying.filter(sitting__in=sittings).values("sitting").distinct().count()
    if left < len(sittings) or Attempt.objects.filter(bare, sitting__in=sittings).exists():
        raise CannotRegrade("nothing-left")


def _hold(regrade: Regrade) -> None:
    """Lock every attempt in reach until the transaction ends; those in progress too, for they may be submitted."""
    sittings = Sitting.objects.filter(items__in=regrade.targets.values("item"))
    Attempt.objects.filter(sitting__in=sittings.values("pk")).update(number=F("number"))


def _write(regrade: Regrade, changes: Sequence[Change], at: datetime) -> None:
    for target in regrade.targets.select_related("item__key_version"):
        key = planned_key(regrade, target.item)
        SittingItem.objects.filter(pk=target.item_id).update(
            void=key.void, key_version_id=key.version_id, key_mapping=key.mapping
        )
    ItemGrade.objects.bulk_create((_grade(change, at) for change in changes if _is_new(change)), batch_size=BATCH)
    _ask_again(changes)
    attempts = {change.attempt.pk: change.attempt for change in changes}
    released = {pk for pk, attempt in attempts.items() if attempt.marking == MarkingState.RELEASED}
    Attempt.objects.bulk_update(attempts.values(), [*results.TALLIED, "marking"], batch_size=BATCH)
    _recount(regrade, [attempts[pk] for pk in released], at)
    audit.record(
        "assessments.regrade_written",
        subject=regrade.sitting,
        user=regrade.committed_by,
        regrade=regrade.pk,
        count=len(changes),
    )


def _is_new(change: Change) -> bool:
    """Whether the answer gets another grade; one that is only left out of the total keeps its own."""
    line, kept = change.line, change.worth.of
    is_in_force = kept is not None and kept.number == line.based_on
    return not is_in_force and (line.old_fraction != line.new_fraction or line.new_state == State.NEEDS_MARKING)


def _grade(change: Change, at: datetime) -> ItemGrade:
    kept = change.worth.of
    return ItemGrade(
        item=change.line.item,
        number=change.line.based_on + 1,
        fraction=change.worth.fraction,
        state=change.worth.state,
        note_code=change.worth.note_code,
        levels=kept.levels if kept else {},
        comment=kept.comment if kept else "",
        marker_id=kept.marker_id if kept else None,
        graded_at=at,
    )


def _ask_again(changes: Sequence[Change]) -> None:
    """Bring the queue up to the plan: an answer waits if it counts and needs a mark."""
    waiting = [c for c in changes if c.worth.state == State.NEEDS_MARKING and c.line.new_counts]
    others = [change.line.item_id for change in changes if change not in waiting]
    AttemptItem.objects.filter(pk__in=others).update(needs_marking=False)
    by_markers: dict[int, list[AttemptItem]] = {}
    for change in waiting:
        by_markers.setdefault(change.attempt.sitting.markers, []).append(change.line.item)
    for markers, items in by_markers.items():
        ask_for_marks(items, markers=markers)


def _recount(regrade: Regrade, attempts: Sequence[Attempt], at: datetime) -> None:
    people: dict[int, list[int]] = {}
    sittings: dict[int, Sitting] = {}
    for attempt in attempts:
        sittings[attempt.sitting_id] = attempt.sitting
        people.setdefault(attempt.sitting_id, []).append(attempt.enrollment_id)
    for pk, enrollment_ids in people.items():
        changed = results.recount(sitting=sittings[pk], enrollment_ids=enrollment_ids)
        results.announce_change(sitting=sittings[pk], changed=changed, cause=f"regrade-{regrade.pk}", at=at)


def is_regradable(sitting: Sitting) -> bool:
    """Tell whether there is anything to regrade: nothing was sat before publishing."""
    return sitting.state != SittingState.DRAFT

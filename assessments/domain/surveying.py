"""What a regrade would change: every answer in reach, what it is worth now and then, and a digest of all that was seen.

Reads only. The dry run and the commit look through the same eyes, so that they can be compared.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.domain import results
from assessments.domain.rekeying import RUBRIC, VOID_NOTE, Key, key_of, outcome_of
from assessments.enums import MarkingState, RegradeAction, Void
from assessments.kinds.base import State
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.regrades import Regrade, RegradeLine
from assessments.models.sittings import SittingItem
from common.canonical import canonical_json

CHUNK = 200

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer is worth; `of` is the grade whose levels and marker it keeps, None where the engine speaks."""

    fraction: Decimal | None
    state: str
    note_code: str = ""
    of: ItemGrade | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the dry run, with what a commit needs to write it."""

    line: RegradeLine
    worth: Worth
    attempt: Attempt  # as it would be, not saved


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything a regrade would change, and the digest of everything it rests on."""

    changes: list[Change]
    digest: str


def survey(regrade: Regrade, *, progress: Progress = lambda done, total: None) -> Survey:
    """Look at every handed-in attempt in reach, a few hundred at a time."""
    targets = {target.item_id: target.item for target in regrade.targets.select_related("item__key_version")}
    plans = {pk: planned_key(regrade, item) for pk, item in targets.items()}
    seen = hashlib.sha256(canonical_json([[pk, _seen_key(key_of(item))] for pk, item in sorted(targets.items())]))
    attempts = Attempt.objects.handed_in().filter(items__item__in=targets).distinct().order_by("pk")
    pks = list(attempts.values_list("pk", flat=True))
    changes: list[Change] = []
    for start in range(0, len(pks), CHUNK):
        progress(start, len(pks))
        for attempt, graded in _graded_attempts(pks[start : start + CHUNK]):
            found = _changes(regrade, attempt, graded, plans)
            seen.update(canonical_json(_seen_attempt(attempt, graded)))
            seen.update(canonical_json([_seen_change(change) for change in found]))
            changes += found
    progress(len(pks), len(pks))
    return Survey(changes, seen.hexdigest())


def planned_key(regrade: Regrade, item: SittingItem) -> Key:
    """Return the key that a regrade would put in force for a question."""
    key = key_of(item)
    match regrade.action:
        case RegradeAction.VERSION if regrade.version:
            return Key(regrade.version.snapshot, Void.NONE, regrade.mapping, regrade.version_id)
        case RegradeAction.REMOVE:
            return Key(key.snapshot, Void.REMOVED, key.mapping, key.version_id)
        case RegradeAction.FULL_MARKS:
            return Key(key.snapshot, Void.FULL_MARKS, key.mapping, key.version_id)
        case RegradeAction.RESTORE:
            return Key(key.snapshot, Void.NONE, key.mapping, key.version_id)
        case _:
            return key


@dataclass(frozen=True, slots=True)
class _Graded:
    """An item of an attempt with all its grades, the newest last, and the answer that counts."""

    item: AttemptItem
    grades: Sequence[ItemGrade]
    answer: Answer | None

    @property
    def current(self) -> ItemGrade:
        return self.grades[-1]


def _graded_attempts(pks: Sequence[int]) -> Iterator[tuple[Attempt, list[_Graded]]]:
    grades: dict[int, list[ItemGrade]] = defaultdict(list)
    for grade in ItemGrade.objects.filter(item__attempt__in=pks).order_by("number"):
        grades[grade.item_id].append(grade)
    answers = {answer.item_id: answer for answer in Answer.objects.in_force().filter(item__attempt__in=pks)}
    items: dict[int, list[_Graded]] = defaultdict(list)
    rows = AttemptItem.objects.filter(attempt__in=pks).select_related("item__key_version")
    for item in rows.order_by("attempt", "item__position"):
        items[item.attempt_id].append(_Graded(item, grades[item.pk], answers.get(item.pk)))
    for attempt in Attempt.objects.filter(pk__in=pks).select_related("sitting").order_by("pk"):
        yield attempt, items[attempt.pk]


def _changes(regrade: Regrade, attempt: Attempt, graded: Sequence[_Graded], plans: dict[int, Key]) -> list[Change]:
    found = []
    worths = {each.item.pk: _worth(each, plans.get(each.item.item_id)) for each in graded}
    after = _attempt_after(attempt, graded, worths, plans)
    for each in graded:
        plan = plans.get(each.item.item_id)
        if plan is None:
            continue
        now, then = each.current, worths[each.item.pk]
        counted, counts = key_of(each.item.item).counts, plan.counts
        if (now.fraction, counted) == (then.fraction, counts) and _is_asked(now.state) == _is_asked(then.state):
            continue
        line = RegradeLine(
            regrade=regrade,
            item=each.item,
            based_on=now.number,
            old_fraction=now.fraction,
            new_fraction=then.fraction,
            old_counts=counted,
            new_counts=counts,
            new_state=then.state,
            note_code=then.note_code,
            old_percent=attempt.percent,
            new_percent=after.percent,
            old_passed=attempt.passed,
            new_passed=after.passed,
        )
        found.append(Change(line, then, after))
    return found


def _worth(graded: _Graded, plan: Key | None) -> Worth:
    """What an answer is worth by a planned key. What a person gave survives, unless its rubric has changed."""
    now = graded.current
    if plan is None:
        return Worth(now.fraction, now.state, now.note_code, now)
    if plan.void == Void.REMOVED:
        return Worth(now.fraction, now.state, now.note_code, now)
    outcome = outcome_of(plan, graded.answer.response if graded.answer else None)
    if plan.void == Void.FULL_MARKS:
        return Worth(outcome.fraction, outcome.state, outcome.note_code)
    standing = next((grade for grade in reversed(graded.grades) if grade.note_code != VOID_NOTE), now)
    if outcome.state is State.NEEDS_MARKING:
        same_rubric = graded.item.item.key.get(RUBRIC) == plan.snapshot.get(RUBRIC)
        if same_rubric or _is_asked(standing.state):
            return Worth(standing.fraction, standing.state, standing.note_code, standing)
        return Worth(None, State.NEEDS_MARKING, outcome.note_code)
    if standing.marker_id is not None:
        return Worth(standing.fraction, standing.state, standing.note_code, standing)
    return Worth(outcome.fraction, outcome.state, outcome.note_code)


def _attempt_after(
    attempt: Attempt, graded: Sequence[_Graded], worths: dict[int, Worth], plans: dict[int, Key]
) -> Attempt:
    """The attempt as the plan would leave it; without a total while an answer that counts waits for a mark."""
    after = copy(attempt)
    keys = {each.item.pk: plans.get(each.item.item_id) or key_of(each.item.item) for each in graded}
    waits = any(keys[pk].counts and _is_asked(worth.state) for pk, worth in worths.items())
    if waits:
        after.total = after.maximum = after.percent = after.passed = None
        after.sections = []
        after.marking = MarkingState.NEEDS_MARKING
        return after
    rows = []
    for each in graded:
        item = copy(each.item.item)
        item.void = keys[each.item.pk].void
        rows.append((item, worths[each.item.pk].fraction or Decimal(0)))
    results.tally(after, rows)
    if attempt.marking == MarkingState.NEEDS_MARKING:
        after.marking = MarkingState.MARKED
    return after


def _is_asked(state: str) -> bool:
    return state == State.NEEDS_MARKING


def _seen_key(key: Key) -> list[Any]:
    return [key.version_id, key.void, key.mapping]


def _seen_attempt(attempt: Attempt, graded: Sequence[_Graded]) -> list[Any]:
    grades = [[each.item.pk, each.current.number, each.answer.pk if each.answer else None] for each in graded]
    return [attempt.pk, attempt.marking, attempt.percent, attempt.passed, grades]


def _seen_change(change: Change) -> list[Any]:
    line = change.line
    return [line.item_id, line.new_fraction, line.new_counts, line.new_state, line.new_percent, line.new_passed]

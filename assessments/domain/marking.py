"""Marking by people: one or two markers who never see each other's marks, a third where they differ, never one's own.

A marker takes a seat at an answer by marking it. The marks stay in the seats until as many as are needed are there;
then they are settled into one grade, and the attempt is scored once its last answer is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from assessments.domain import calibration, results
from assessments.domain.grading import ask_for_marks
from assessments.domain.settling import agree, mean_levels, mean_of
from assessments.enums import AttemptState, MarkingState, Void
from assessments.kinds import case_analysis
from assessments.kinds.base import ZERO, State, state_of
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.marks import DECIDING, Mark, MarkerSeat
from assessments.models.sittings import Sitting, SittingItem
from common import audit
from people.models.accounts import User
from people.roles import Scope


class AlreadyMarked(Exception):
    """Others were faster, or the result has been released; nothing was written."""


class CalibrateFirst(Exception):
    """The marker has not yet marked the answers by which markers compare; nothing was written."""


class MarkingHasBegun(Exception):
    """The rules of marking hold from the first mark on; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The written answers of one sitting: how many wait for this marker, and how many are done."""

    sitting: Sitting
    waiting: int
    done: int


def markable(scope: Scope, *, marker: User) -> QuerySet[AttemptItem]:
    """Return the written answers this person may mark: of units in scope, handed in, and not by himself.

    Nor one that he keyed in: its sheet bore a name.
    """
    return (
        AttemptItem.objects.filter(scope.within("marking.mark", "attempt__sitting__cohort__unit__path"))
        .filter(attempt__state__in=[AttemptState.SUBMITTED, AttemptState.AUTO_SUBMITTED])
        .filter(Exists(ItemGrade.objects.filter(item=OuterRef("pk"), state=State.NEEDS_MARKING)))
        .filter(item__void=Void.NONE)
        .exclude(attempt__enrollment__person=marker)
        .exclude(Exists(Answer.objects.filter(item=OuterRef("pk"), keyed_by=marker)))
    )


def piles(scope: Scope, *, marker: User) -> list[Pile]:
    """Return the sittings with written answers, those with most work first, in two queries."""
    is_waiting = Case(When(_waits_for(marker), then=Value(True)), default=Value(False))
    counted = (
        markable(scope, marker=marker)
        .order_by()
        .annotate(waiting=is_waiting)
        .values("attempt__sitting", "waiting")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, dict[bool, int]] = {}
    for row in counted:
        counts.setdefault(row["attempt__sitting"], {})[row["waiting"]] = row["n"]
    sittings = Sitting.objects.filter(pk__in=counts).select_related("cohort")
    found = [Pile(each, counts[each.pk].get(True, 0), counts[each.pk].get(False, 0)) for each in sittings]
    return sorted(found, key=lambda pile: (-pile.waiting, pile.sitting.opens_at))


def next_item(scope: Scope, *, marker: User, sitting: Sitting, after: int = 0) -> AttemptItem | None:
    """Return the next answer of a sitting that waits for this marker, from `after` on and then from the beginning."""
    in_sitting = markable(scope, marker=marker).filter(_waits_for(marker), attempt__sitting=sitting)
    waiting = in_sitting.order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.first()


def last_marked(*, marker: User, sitting: Sitting) -> AttemptItem | None:
    """Return the answer this person marked last in a sitting, while it may still be corrected."""
    later = MarkerSeat.objects.filter(asked=OuterRef("asked"), number__gt=OuterRef("number"))
    asked_again = ItemGrade.objects.filter(
        item=OuterRef("asked__item"), number__gt=OuterRef("asked__number"), state=State.NEEDS_MARKING
    )
    seats = MarkerSeat.objects.filter(marker=marker, asked__item__attempt__sitting=sitting).exclude(number=2)
    own = seats.exclude(asked__item__attempt__marking=MarkingState.RELEASED)
    still = own.filter(~Exists(later), ~Exists(asked_again)).select_related("asked__item")
    newest = still.order_by("-taken_at", "-pk").first()
    return newest.asked.item if newest else None


def current_grade(item: AttemptItem) -> ItemGrade:
    """Return the grade in force of a handed-in item."""
    return item.grades.latest("number")


def asked_of(item: AttemptItem) -> ItemGrade:
    """Return the grade that last said that a person must mark the item."""
    return item.grades.filter(state=State.NEEDS_MARKING).latest("number")


def own_mark(*, item: AttemptItem, marker: User) -> Mark | None:
    """Return what this person gave, and never what another did."""
    marks = Mark.objects.in_force().filter(seat__asked=asked_of(item), seat__marker=marker)
    return marks.select_related("seat").first()


def may_mark(*, item: AttemptItem, marker: User) -> bool:
    """Tell whether this person may mark the answer now, or still correct what he gave."""
    seats = list(asked_of(item).seats.all())
    own = next((seat for seat in seats if seat.marker_id == marker.pk), None)
    is_others = item.attempt.is_released or item.attempt.enrollment.person_id == marker.pk
    if is_others:
        return False
    if own is not None:
        return _is_correctable(own, seats)
    return _is_open(item, seats) and not calibration.is_asked(marker=marker, item=item.item)


def mark(
    *, item: AttemptItem, marker: User, levels: Mapping[str, Decimal], comment: str, based_on: int, at: datetime
) -> ItemGrade:
    """Mark an answer by its rubric, or correct one's own mark while nobody else's rests on it.

    `based_on` is the grade that was seen; returns the grade in force afterwards.
    """
    outcome = case_analysis.mark(item.item.key, levels)
    written = {key: str(score) for key, score in levels.items()}
    own = own_mark(item=item, marker=marker)
    if own is not None and (own.levels, own.comment) == (written, comment):
        return current_grade(item)  # The same press twice.
    try:
        with transaction.atomic():
            seat = _seat(item, marker, based_on, at)
            seat.marks.create(
                number=seat.marks.count() + 1,
                fraction=outcome.fraction or ZERO,
                levels=written,
                comment=comment,
                marked_at=at,
            )
            audit.record("assessments.item_marked", subject=item.attempt, user=marker, position=item.position)
            _decide(item, seat.asked, at)
    except IntegrityError as error:
        raise AlreadyMarked from error
    return current_grade(item)


def set_rules(*, sitting: Sitting, markers: int, threshold: Decimal, step: Decimal, by: User) -> Sitting:
    """Say how many markers an answer has, how far two may differ, and to which step their mean is rounded."""
    rules = {"markers": markers, "marking_threshold": threshold, "marking_step": step}
    with transaction.atomic():
        _hold(sitting.attempts.all())
        if has_begun(sitting):
            raise MarkingHasBegun
        Sitting.objects.filter(pk=sitting.pk).update(**rules)
        waiting = AttemptItem.objects.filter(attempt__sitting=sitting, needs_marking=True).select_related(
            "item__key_version"
        )
        ask_for_marks(waiting, markers=markers)
        audit.record("assessments.marking_rules_set", subject=sitting, user=by, markers=markers)
    sitting.refresh_from_db()
    return sitting


def has_begun(sitting: Sitting) -> bool:
    """Tell whether an answer of the sitting was marked by somebody."""
    return MarkerSeat.objects.filter(asked__item__attempt__sitting=sitting).exists()


def _waits_for(marker: User) -> Q:
    """The condition on an answer that it waits for a mark of this person: seats are left, and none is his own."""
    newest = ItemGrade.objects.filter(item=OuterRef(OuterRef("pk")), state=State.NEEDS_MARKING).order_by("-number")
    seats = MarkerSeat.objects.filter(asked=newest.values("pk")[:1])
    last = seats.filter(number__gte=OuterRef("marks_needed"))
    return Q(needs_marking=True) & ~Exists(seats.filter(marker=marker)) & ~Exists(last)


def _seat(item: AttemptItem, marker: User, based_on: int, at: datetime) -> MarkerSeat:
    """Return the marker's seat, taken now where he had none and one is left."""
    _hold(Attempt.objects.filter(pk=item.attempt_id))
    item.refresh_from_db(fields=["needs_marking", "marks_needed"])
    asked = asked_of(item)
    seats = list(asked.seats.all())
    own = next((seat for seat in seats if seat.marker_id == marker.pk), None)
    is_released = Attempt.objects.filter(pk=item.attempt_id, marking=MarkingState.RELEASED).exists()
    is_void = SittingItem.objects.filter(pk=item.item_id).exclude(void=Void.NONE).exists()
    if is_released or is_void or current_grade(item).number != based_on:
        raise AlreadyMarked
    if own is not None and _is_correctable(own, seats):
        return own
    if own is not None or not _is_open(item, seats):
        raise AlreadyMarked
    if calibration.is_asked(marker=marker, item=item.item):
        raise CalibrateFirst
    taker_id = item.attempt.enrollment.person_id
    return MarkerSeat.objects.create(asked=asked, number=len(seats) + 1, marker=marker, taker_id=taker_id, taken_at=at)


def _is_open(item: AttemptItem, seats: list[MarkerSeat]) -> bool:
    return item.needs_marking and len(seats) < item.marks_needed


def _is_correctable(seat: MarkerSeat, seats: list[MarkerSeat]) -> bool:
    """The last seat may be corrected, but not the second: the first mark was already weighed against it."""
    return seat.number == len(seats) and seat.number != 2


def _decide(item: AttemptItem, asked: ItemGrade, at: datetime) -> None:
    """Settle an answer that has all its marks; ask for a third one where two differ too much."""
    marks = list(Mark.objects.in_force().filter(seat__asked=asked).order_by("seat__number").select_related("seat"))
    if len(marks) < item.marks_needed:
        return
    sitting = item.attempt.sitting
    if len(marks) == 2:
        first, second = marks
        if not agree(first.fraction, second.fraction, threshold=sitting.marking_threshold):
            AttemptItem.objects.filter(pk=item.pk).update(marks_needed=DECIDING)
            return
        mean = mean_of(first.fraction, second.fraction, points=item.item.points, step=sitting.marking_step)
        comment = "\n\n".join(dict.fromkeys(each.comment for each in marks if each.comment))
        _write_grade(item, mean, mean_levels([each.levels for each in marks]), comment, None, at)
    else:
        last = marks[-1]
        _write_grade(item, last.fraction, last.levels, last.comment, last.seat.marker_id, at)
    AttemptItem.objects.filter(pk=item.pk).update(needs_marking=False)
    settle(attempt=item.attempt)


def _write_grade(
    item: AttemptItem, fraction: Decimal, levels: dict[str, str], comment: str, marker_id: int | None, at: datetime
) -> None:
    ItemGrade.objects.create(
        item=item,
        number=current_grade(item).number + 1,
        fraction=fraction,
        state=state_of(fraction),
        levels=levels,
        comment=comment,
        marker_id=marker_id,
        graded_at=at,
    )


def settle(*, attempt: Attempt) -> None:
    """Score the attempt once its last answer is final."""
    if attempt.items.filter(needs_marking=True).exists():
        return
    unreleased = Attempt.objects.filter(pk=attempt.pk).exclude(marking=MarkingState.RELEASED)
    if unreleased.update(marking=MarkingState.MARKED) != 1:
        raise AlreadyMarked
    attempt.marking = MarkingState.MARKED
    results.score(attempt=attempt)


def settle_all_marked() -> int:
    """Score every attempt that waits for marks though none of its answers does: whoever marked last was cut off."""
    waiting = Exists(AttemptItem.objects.filter(attempt=OuterRef("pk"), needs_marking=True))
    stuck = Attempt.objects.filter(~waiting, marking=MarkingState.NEEDS_MARKING).select_related("sitting")
    for attempt in stuck:
        with transaction.atomic():
            _hold(Attempt.objects.filter(pk=attempt.pk))
            settle(attempt=attempt)
    return len(stuck)


def _hold(attempts: QuerySet[Attempt]) -> None:
    """Lock attempts until the transaction ends: two marks of one attempt are settled one after the other."""
    attempts.update(number=F("number"))

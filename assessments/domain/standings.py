"""Who sat, who did not, and what came of it: the organizer's view of one sitting."""

from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.domain.families import those_to_sit
from assessments.enums import AttemptState, MarkingState, Medium
from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting

STANDINGS: dict[str, Promise] = {
    "absent": _("Not begun"),
    "in_progress": _("Answering"),
    "on_paper": _("On paper, not keyed in"),
    "needs_marking": _("Waits for marking"),
    "ready": _("Ready for release"),
    "practised": _("Has practised"),
    "passed": _("Passed"),
    "failed": _("Not passed"),
}
EVERYWHERE = {"absent", "in_progress"}
"""Where people stand in practice as in an examination."""
TONES = {
    "absent": "plain",
    "in_progress": "info",
    "on_paper": "info",
    "needs_marking": "waiting",
    "ready": "waiting",
    "practised": "done",
    "passed": "done",
    "failed": "danger",
}


def participants(sitting: Sitting) -> QuerySet[Any]:
    """Return everyone who is to sit, each with a `standing`, and the number and percentage of the latest attempt."""
    latest = Attempt.objects.counted().filter(sitting=sitting, enrollment=OuterRef("pk")).order_by("-number")
    result = Result.objects.filter(sitting=sitting, enrollment=OuterRef("pk"))
    granted = Accommodation.objects.filter(sitting=sitting, enrollment=OuterRef("pk"))
    return (
        those_to_sit(sitting)
        .select_related("person", "unit")
        .annotate(
            attempt_state=Subquery(latest.values("state")[:1]),
            attempt_medium=Subquery(latest.values("medium")[:1]),
            attempt_marking=Subquery(latest.values("marking")[:1]),
            attempt_number=Subquery(latest.values("number")[:1]),
            attempt_finished_at=Subquery(latest.values("finished_at")[:1]),
            attempt_percent=Subquery(latest.values("percent")[:1]),
            result_percent=Subquery(result.values("percent")[:1]),
            result_passed=Subquery(result.values("passed")[:1]),
            result_sections=Subquery(result.values("sections")[:1]),
            granted_factor=Subquery(granted.values("factor")[:1]),
            granted_extension=Subquery(granted.values("extension")[:1]),
        )
        .annotate(standing=_standing())
        .order_by("unit__path", "person__name", "pk")
    )


def counts(sitting: Sitting) -> dict[str, int]:
    """Return how many stand where, every standing named, in one query."""
    rows = participants(sitting).order_by().values("standing").annotate(people=Count("pk"))
    found = {row["standing"]: row["people"] for row in rows}
    return {standing: found.get(standing, 0) for standing in STANDINGS}


def _standing() -> Case:
    return Case(
        When(attempt_state=None, then=Value("absent")),
        When(attempt_state=AttemptState.IN_PROGRESS, attempt_medium=Medium.PAPER, then=Value("on_paper")),
        When(attempt_state=AttemptState.IN_PROGRESS, then=Value("in_progress")),
        When(attempt_marking=MarkingState.NEEDS_MARKING, then=Value("needs_marking")),
        When(attempt_marking__in=[MarkingState.AUTO_GRADED, MarkingState.MARKED], then=Value("ready")),
        When(result_passed=True, then=Value("passed")),
        When(attempt_marking=MarkingState.RELEASED, result_passed=None, then=Value("practised")),
        default=Value("failed"),
        output_field=CharField(),
    )

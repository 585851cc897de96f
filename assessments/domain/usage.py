"""Where a question is used: it may still be edited, but whoever does should know."""

from dataclasses import dataclass

from assessments.models.attempts import Attempt
from assessments.models.papers import Paper
from assessments.models.questions import Question
from assessments.models.sittings import Sitting


@dataclass(frozen=True, slots=True)
class Usage:
    """On how many papers a question stands, in how many sittings it was frozen, and how many attempts met it."""

    papers: int
    sittings: int
    attempts: int


def usage_of(question: Question) -> Usage:
    """Return the use of a question in any of its versions, in three queries."""
    return Usage(
        papers=Paper.objects.filter(sections__items__question=question).distinct().count(),
        sittings=Sitting.objects.filter(items__version__question=question).distinct().count(),
        attempts=Attempt.objects.filter(items__item__version__question=question).distinct().count(),
    )

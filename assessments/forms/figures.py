"""The figures of a sitting in words: how each is written, what it means, what is good, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.statistics.verdicts import consistency_word
from assessments.statistics.whole import WholeFigures

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Flag:
    """What is striking about an item, in a word, and what to do about it."""

    label: Promise
    advice: Promise
    tone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure with its value, what it says and what follows from it."""

    label: Promise
    value: str
    meaning: Promise


FLAGS: dict[str, Flag] = {
    "backwards": Flag(
        _("The weak do better"),
        _("Those who are weak on the whole do better on this question. Check the key first, then the wording."),
        "danger",
    ),
    "beats-key": Flag(
        _("A wrong option beats the key"),
        _("Those who chose a wrong option have a higher mean total than those who chose the key. Check the key."),
        "danger",
    ),
    "weak": Flag(
        _("Hardly tells them apart"),
        _("Strong and weak do almost equally well. Make the wrong options more plausible, or ask for something else."),
        "waiting",
    ),
    "hard": Flag(
        _("Very hard"),
        _("Less than 30 per cent of the points were earned. Was it taught? Is the wording clear?"),
        "waiting",
    ),
    "easy": Flag(
        _("Very easy"),
        _("Almost everybody knows it. Keep it if it must be known; else it only takes time."),
        "info",
    ),
    "unused": Flag(
        _("Unused wrong option"),
        _("An option that nobody chooses tempts nobody. Replace it by a mistake that is really made."),
        "info",
    ),
}

CONSISTENCY: dict[str, Promise] = {
    "good": _("80 and above: results can be trusted, also for passing and failing."),
    "fair": _("60 to 80: enough for a class test. Mend the questions marked above before decisions rest on it."),
    "weak": _("Below 60: chance has a large part in the result. Add questions, or mend those that are marked above."),
    "negative": _("Below 0: the questions pull against each other. Look for a wrong key first."),
    "unknown": _("It needs at least two questions, the same for everybody, and totals that differ."),
}

STATES: dict[str, Promise] = {
    "right": _("Right"),
    "partial": _("Partly right"),
    "wrong": _("Wrong"),
    "invalid": _("Unreadable"),
    "unanswered": _("Not answered"),
}

GUIDE: tuple[tuple[Promise, Promise, Promise], ...] = (
    (
        _("Facility P"),
        _("The mean of the question as a share of its points: 0 nobody, 1 everybody."),
        _("0.3 to 0.95 in a training examination."),
    ),
    (
        _("Difference D"),
        _("How far the best 27 per cent are ahead of the weakest 27 per cent on this question; from 30 attempts on."),
        _("0.4 and above very good, 0.3 good, 0.2 acceptable; mend what is below."),
    ),
    (
        _("Discrimination index"),
        _("Whether those who do well in the rest of the test also do well on this question: −100 to 100."),
        _("30 and above good, 20 acceptable. Below 0 there is nearly always a mistake in the question."),
    ),
    (
        _("Discriminative efficiency"),
        _("The same, measured against the best that a question of this facility could reach."),
        _("50 and above; it is the fairer figure for very easy and very hard questions."),
    ),
    (
        _("Weight, effective and intended"),
        _("How much the question really decides the order of the results, beside its share of the points."),
        _("Both about equal. Much higher: this question decides too much."),
    ),
)


def written(value: float | Fraction | None, places: int = 2) -> str:
    """Return a figure as it is printed, with a real minus, or a dash where there is none."""
    if value is None:
        return NOTHING
    return f"{float(value):z.{places}f}".replace("-", "−")


def flags(codes: Iterable[str]) -> list[Flag]:
    """Return the flags in words."""
    return [FLAGS[code] for code in codes]


def readings(whole: WholeFigures) -> list[Reading]:
    """Return the figures of the whole test, explained."""
    return [
        Reading(
            _("Median, in points"),
            written(whole.median),
            _("Half did better, half worse. Far below the mean: a few very good results pull the mean up."),
        ),
        Reading(
            _("Standard deviation, in points"),
            written(whole.sd),
            _("How far results lie apart. 10 to 20 per cent of the points is usual; much less tells nobody apart."),
        ),
        Reading(
            _("Skewness"),
            written(whole.skewness),
            _("Below 0: most did well and a few badly, as a training hopes. Above 1: the test was too hard for most."),
        ),
        Reading(
            _("Kurtosis"),
            written(whole.kurtosis),
            _("0 is the usual bell. Far above: nearly all did alike. Far below: two groups; look at the chart."),
        ),
        Reading(
            _("Internal consistency (Cronbach’s α × 100)"),
            written(whole.cic, 1),
            CONSISTENCY[consistency_word(whole.cic)],
        ),
        Reading(
            _("Error ratio, in per cent"),
            written(whole.error_ratio, 1),
            _("The part of the deviation that is chance. Up to 50 is good."),
        ),
        Reading(
            _("Standard error, in points"),
            written(whole.standard_error),
            _("By so much a result may lie beside the truth. Do not fail anybody by less without a second look."),
        ),
    ]

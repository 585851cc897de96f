"""How alike the equivalent forms of a paper are: what an exam office looks at before it uses one for another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.domain import papers
from assessments.domain.equivalents import facilities_of
from assessments.formats.similar import Pair, Stem, alike
from assessments.models.papers import Paper, PaperItem

HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class FormFigures:
    """One form in figures; the expected share is that of the questions that have been answered before."""

    paper: Paper
    questions: int
    points: Decimal
    difficulty: Decimal  # the mean of the authors' 1 to 5, by points
    expected_percent: Decimal | None
    expected_on: int  # questions on which the expected share rests
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True)
class Balance:
    """All forms of a paper beside each other."""

    forms: list[FormFigures]
    shared: int  # questions that stand on more than one form
    alike: list[Pair]  # questions of two forms that say nearly the same; the owner is the letter

    @property
    def difficulty_gap(self) -> Decimal:
        """How far apart the hardest and the easiest form lie, on the scale of 1 to 5."""
        figures = [form.difficulty for form in self.forms]
        return max(figures) - min(figures) if figures else Decimal(0)


def balance_of(paper: Paper) -> Balance:
    """Return the figures of all forms of a paper, in four queries however many there are."""
    forms = list(paper.forms.order_by("letter"))
    items: dict[int, list[PaperItem]] = {form.pk: [] for form in forms}
    for item in papers.items_of(*forms):
        items[item.section.paper_id].append(item)
    facilities = facilities_of({item.question_id for some in items.values() for item in some})
    stands_on = Counter(item.question_id for some in items.values() for item in some)
    shared = {question for question, count in stands_on.items() if count > 1}
    return Balance(
        forms=[_figures(form, items[form.pk], facilities) for form in forms],
        shared=len(shared),
        alike=_alike(forms, items, shared),
    )


def _figures(form: Paper, items: Sequence[PaperItem], facilities: dict[int, Decimal]) -> FormFigures:
    known = [(item.points, facilities[item.question_id]) for item in items if item.question_id in facilities]
    weight = sum((points for points, _ in known), Decimal(0))
    expected = sum((points * facility for points, facility in known), Decimal(0))
    points = sum((item.points for item in items), Decimal(0))
    difficulty = sum((item.points * item.question.difficulty for item in items), Decimal(0))
    return FormFigures(
        paper=form,
        questions=len(items),
        points=points,
        difficulty=_rounded(difficulty / points) if points else Decimal(0),
        expected_percent=_rounded(expected * HUNDRED / weight) if weight else None,
        expected_on=len(known),
        kinds=dict(Counter(str(item.question.get_kind_display()) for item in items)),
    )


def _alike(forms: Sequence[Paper], items: dict[int, list[PaperItem]], shared: set[int]) -> list[Pair]:
    """Pairs across two forms; within one form, the bank's own report has named them."""
    stems = [
        Stem(form.letter, item.version.snapshot["stem"])
        for form in forms
        for item in items[form.pk]
        if item.question_id not in shared
    ]
    return [pair for pair in alike(stems) if pair.later.owner != pair.earlier.owner]


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(HUNDREDTH, ROUND_HALF_UP)

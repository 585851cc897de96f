"""Equivalent forms (等值卷): from the rules of one paper several fixed papers, alike in build and difficulty.

No question that a rule chooses stands on two forms. What the paper holds by itself stands on all of them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg

from assessments.domain import papers
from assessments.domain.blueprint import Candidate, Pool, pools_of
from assessments.domain.freezing import PoolTooSmall
from assessments.enums import MarkingState, Void
from assessments.models.grades import ItemGrade
from assessments.models.papers import Paper, PaperItem, Section
from common import audit
from people.models.accounts import User

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FEWEST, MOST = 2, 4  # Forms that are made at once.
UNKNOWN = Decimal("0.5")  # How easy a question is taken to be that nobody has answered.


class NoRules(Exception):
    """The paper has no draw rule, so that every form would be the same."""


class NoLettersLeft(Exception):
    """The paper has as many forms as there are letters."""


def make_forms(*, paper: Paper, count: int, by: User) -> list[Paper]:
    """Put together so many forms of a paper, or raise PoolTooSmall with the rules that fall short."""
    with transaction.atomic():
        # Touching the row first makes a second press wait: it then finds other letters and other questions.
        Paper.objects.filter(pk=paper.pk).update(name=paper.name)
        pools = pools_of(paper, times=count)
        if not pools:
            raise NoRules
        if short := [pool for pool in pools if pool.lacking]:
            raise PoolTooSmall(short)
        used = paper.forms.count()
        if used + count > len(LETTERS):
            raise NoLettersLeft
        facilities = facilities_of({each.question_id for pool in pools for each in pool.questions})
        shares = [share_out(_chosen(pool, count), count, facilities) for pool in pools]
        own = papers.items_of(paper)
        forms = [
            _put_together(paper, LETTERS[used + place], own, pools, [share[place] for share in shares])
            for place in range(count)
        ]
        audit.record("assessments.forms_made", subject=paper, user=by, count=count)
    return forms


def share_out(questions: Sequence[Candidate], count: int, facilities: Mapping[int, Decimal]) -> list[list[Candidate]]:
    """Deal questions to so many forms from the easiest to the hardest, to and fro, so that none gets the easier ones.

    The order is by the difficulty that the author gave; within one, by how many answered it right so far.
    """
    in_order = sorted(questions, key=lambda each: (each.difficulty, -facilities.get(each.question_id, UNKNOWN)))
    forms: list[list[Candidate]] = [[] for _ in range(count)]
    for turn in range(0, len(in_order), count):
        row = in_order[turn : turn + count]
        for form, question in zip(forms if turn // count % 2 == 0 else forms[::-1], row, strict=False):
            form.append(question)
    return forms


def facilities_of(question_ids: set[int]) -> dict[int, Decimal]:
    """Return question → the mean share of its points over all released attempts; only of those that were answered."""
    grades = ItemGrade.objects.in_force().filter(
        item__attempt__marking=MarkingState.RELEASED,
        item__item__void=Void.NONE,
        item__item__version__question__in=question_ids,
    )
    rows = grades.values_list("item__item__version__question").annotate(mean=Avg("fraction")).order_by()
    return {question_id: Decimal(mean) for question_id, mean in rows if mean is not None}


def _chosen(pool: Pool, count: int) -> list[Candidate]:
    """As many of a pool as the forms need, by a digest: the same bank gives the same forms."""

    def rank(candidate: Candidate) -> bytes:
        return hashlib.sha256(f"{pool.rule.pk}:{candidate.question_id}".encode()).digest()

    return sorted(pool.questions, key=rank)[: pool.rule.take * count]


def _put_together(
    paper: Paper, letter: str, own: Sequence[PaperItem], pools: Sequence[Pool], drawn: Sequence[Sequence[Candidate]]
) -> Paper:
    name = f"{paper.name[:90]} {letter}"
    form = Paper.objects.create(unit=paper.unit, name=name, purpose=paper.purpose, form_of=paper, letter=letter)
    sections = {section.pk: _copied(section, form) for section in paper.sections.all()}
    rows = [(item.section_id, item.question_id, item.version_id, item.points) for item in own]
    for pool, questions in zip(pools, drawn, strict=True):
        rule = pool.rule
        rows += [(rule.section_id, each.question_id, each.version_id, rule.points) for each in questions]
    PaperItem.objects.bulk_create(
        PaperItem(
            section=sections[section_id], position=position, question_id=question, version_id=version, points=points
        )
        for position, (section_id, question, version, points) in enumerate(rows, start=1)
    )
    return form


def _copied(section: Section, form: Paper) -> Section:
    return Section.objects.create(
        paper=form, position=section.position, title=section.title, minimum_percent=section.minimum_percent
    )

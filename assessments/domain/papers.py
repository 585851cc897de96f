"""Putting papers together: sections, and in them reviewed questions pinned to a version."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from assessments.domain.authoring import current_version
from assessments.enums import BankPurpose, QuestionStatus
from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, Paper, PaperItem, Section
from assessments.models.questions import Question
from common import audit
from people.models.accounts import User
from people.models.organisation import OrgUnit


class OtherPurpose(Exception):
    """What is practised never stands on an examination paper, nor the other way round."""


class NotReviewed(Exception):
    """Only a reviewed question may stand on a paper."""


def create_paper(*, unit: OrgUnit, name: str, by: User, purpose: BankPurpose = BankPurpose.EXAM) -> Paper:
    """Begin a paper for a unit, for examinations or for practice."""
    with transaction.atomic():
        paper = Paper.objects.create(unit=unit, name=name, purpose=purpose)
        audit.record("assessments.paper_created", subject=paper, user=by)
    return paper


def add_section(*, paper: Paper, title: str, minimum_percent: Decimal | None = None) -> Section:
    """Add a section at the end; the same title again is the same section."""
    section, _ = Section.objects.get_or_create(
        paper=paper,
        title=title,
        defaults={"position": _next(paper.sections.all()), "minimum_percent": minimum_percent},
    )
    return section


def add_questions(*, section: Section, questions: Sequence[Question], points: Decimal | None = None) -> list[PaperItem]:
    """Add questions at the end, each in its current version; one that is there already stays as it is."""
    if any(question.status != QuestionStatus.REVIEWED for question in questions):
        raise NotReviewed
    _check_purpose(section, {question.bank_id for question in questions})
    with transaction.atomic():
        first = _next(section.items.all())
        return [
            PaperItem.objects.get_or_create(
                section=section,
                question=question,
                defaults={
                    "version": current_version(question),
                    "position": first + offset,
                    "points": points or question.points,
                },
            )[0]
            for offset, question in enumerate(questions)
        ]


def remove_item(*, item: PaperItem) -> None:
    """Take a question off a paper; sittings that were published have frozen it and keep it."""
    PaperItem.objects.filter(pk=item.pk).delete()


def set_points(*, item: PaperItem, points: Decimal) -> None:
    """Change what a question is worth on this paper."""
    PaperItem.objects.filter(pk=item.pk).update(points=points)


def move_up(*, item: PaperItem) -> None:
    """Change places with the question before; the first one stays where it is."""
    with transaction.atomic():
        before = item.section.items.filter(position__lt=item.position).last()
        if before is not None:
            PaperItem.objects.filter(pk=item.pk).update(position=before.position)
            PaperItem.objects.filter(pk=before.pk).update(position=item.position)


def take_newest_versions(*, paper: Paper) -> int:
    """Pin every question whose newer version was reviewed to that version; return how many were moved."""
    moved = 0
    with transaction.atomic():
        for item in items_of(paper):
            reviewed = item.question.status == QuestionStatus.REVIEWED
            if reviewed and item.version.number != item.question.version:
                item.version = current_version(item.question)
                item.save(update_fields=["version"])
                moved += 1
    return moved


def add_rule(*, section: Section, **fields: Any) -> DrawRule:
    """Add a draw rule at the end of a section."""
    _check_purpose(section, {fields["bank"].pk})
    return DrawRule.objects.create(section=section, position=_next(section.rules.all()), **fields)


def change_rule(*, rule: DrawRule, fields: dict[str, Any]) -> None:
    """Change what a rule draws; sittings that were published have frozen their pools."""
    _check_purpose(rule.section, {fields["bank"].pk})
    DrawRule.objects.filter(pk=rule.pk).update(**fields)


def remove_rule(*, rule: DrawRule) -> None:
    """Take a rule off a paper; sittings that were published keep what they drew from."""
    DrawRule.objects.filter(pk=rule.pk).delete()


def items_of(*some: Paper) -> list[PaperItem]:
    """Return the questions of papers in order, with section, version and question, in two queries."""
    items = list(
        PaperItem.objects.filter(section__paper__in=some)
        .select_related("section", "version")
        .order_by("section__paper", "section__position", "position")
    )
    questions = Question.objects.non_polymorphic().in_bulk([item.question_id for item in items])
    for item in items:
        item.question = cast(Question, questions[item.question_id])
    return items


def banks_of_other_purpose(paper: Paper) -> int:
    """Return how many banks a paper takes questions from that are not for what the paper is for."""
    fixed = PaperItem.objects.filter(section__paper=paper, question__bank=OuterRef("pk"))
    drawn = DrawRule.objects.filter(section__paper=paper, bank=OuterRef("pk"))
    return Bank.objects.filter(Exists(fixed) | Exists(drawn)).exclude(purpose=paper.purpose).count()


def _check_purpose(section: Section, bank_ids: set[int]) -> None:
    if Bank.objects.filter(pk__in=bank_ids).exclude(purpose=section.paper.purpose).exists():
        raise OtherPurpose


def _next(rows: object) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1  # type: ignore[attr-defined]

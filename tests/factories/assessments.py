"""Question snapshots, banks, papers, sittings and attempts for tests, each with defaults that work."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from assessments.domain import accommodating, answering, authoring, papers, resits, sittings, starting
from assessments.domain.answering import Saved
from assessments.enums import SittingPurpose
from assessments.kinds.base import FORMAT
from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt
from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, Paper
from assessments.models.questions import Question
from assessments.models.sittings import Sitting
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_person, make_unit

_numbers = count(1)


def snapshot_of(kind: str, *, stem: str = "题干", **own: Any) -> dict[str, Any]:
    """Return a snapshot of any kind with the fields that all kinds share."""
    return {"format": FORMAT, "kind": kind, "stem": stem, "explanation": "解析", **own}


def single_snapshot(*, letters: str = "abcd", key: str = "a") -> dict[str, Any]:
    """Return a single choice whose key is worth 1 and whose other options are worth 0."""
    return snapshot_of(
        "single",
        options=[
            {
                "id": letter,
                "text": f"选项{letter}",
                "fraction": "1" if letter == key else "0",
                "pinned": False,
                "feedback": f"{letter}的反馈",
            }
            for letter in letters
        ],
    )


def multiple_snapshot(
    *,
    letters: str = "abcd",
    key: str = "ab",
    mode: str = "half_subset",
    weights: dict[str, Decimal] | None = None,
) -> dict[str, Any]:
    """Return a multiple choice whose right options are the letters of `key`."""
    return snapshot_of(
        "multiple",
        mode=mode,
        options=[
            {
                "id": letter,
                "text": f"选项{letter}",
                "correct": letter in key,
                "weight": str(weights[letter]) if weights else "0",
                "pinned": False,
                "feedback": "",
            }
            for letter in letters
        ],
    )


def true_false_snapshot(*, correct: bool = True) -> dict[str, Any]:
    """Return a statement with its key."""
    return snapshot_of("true_false", correct=correct)


def blank(blank_id: str, *answers: str, weight: str = "1", group: str = "", **options: bool) -> dict[str, Any]:
    """Return one blank; an answer is "text" or "text=fraction"."""
    pairs = [answer.partition("=") for answer in answers]
    return {
        "id": blank_id,
        "weight": weight,
        "answers": [{"pattern": pattern, "fraction": fraction or "1"} for pattern, _, fraction in pairs],
        "case": False,
        "wildcard": False,
        "group": group,
        **options,
    }


def fill_snapshot(*blanks: dict[str, Any]) -> dict[str, Any]:
    """Return a fill-in question; without blanks of its own it has one, 民主协商."""
    return snapshot_of("fill", blanks=list(blanks) or [blank("b1", "民主协商")])


def case_snapshot(*, weights: str = "1 1", top: int = 5, min_length: int = 0, max_length: int = 0) -> dict[str, Any]:
    """Return a case analysis with one criterion per weight, each with the levels 0 to `top`."""
    return snapshot_of(
        "case_analysis",
        min_length=min_length,
        max_length=max_length,
        criteria=[
            {
                "id": f"c{number}",
                "name": f"标准{number}",
                "weight": weight,
                "levels": [{"score": str(score), "text": f"{score}档"} for score in range(top + 1)],
            }
            for number, weight in enumerate(weights.split(), start=1)
        ],
    )


COMMON = {"format", "kind", "stem", "explanation"}


def make_bank(unit: OrgUnit | None = None, *, name: str = "两委干部题库") -> Bank:
    """Return a bank of the unit."""
    return Bank.objects.create(unit=unit or make_unit(), code=f"bank-{next(_numbers)}", name=name)


def make_question(
    bank: Bank,
    snapshot: dict[str, Any] | None = None,
    *,
    stem: str = "",
    points: int = 2,
    topics: str = "",
    difficulty: int = 3,
    reviewed: bool = True,
    by: User | None = None,
) -> Question:
    """Return a question that says what the snapshot says, reviewed unless told otherwise."""
    snapshot = snapshot or single_snapshot()
    own = {name: value for name, value in snapshot.items() if name not in COMMON}
    common = {"points": points, "topics": topics, "difficulty": difficulty}
    fields = {"stem": stem or snapshot["stem"], "explanation": snapshot["explanation"], **common, **own}
    by = by or make_person("陈老师")
    question = authoring.create_question(bank=bank, kind=snapshot["kind"], fields=fields, by=by, at=AT)
    return authoring.review(question=question, by=by) if reviewed else question


def make_paper(
    snapshots: Sequence[dict[str, Any]] | None = None,
    *,
    unit: OrgUnit | None = None,
    section: str = "第一大题",
    minimum: int | None = None,
    points: int = 2,
) -> Paper:
    """Return a paper of one section that holds a question per snapshot."""
    unit = unit or make_unit()
    bank = make_bank(unit)
    paper = Paper.objects.create(unit=unit, name=f"试卷{next(_numbers)}")
    extend_paper(paper, snapshots or [single_snapshot()], bank=bank, section=section, minimum=minimum, points=points)
    return paper


def extend_paper(
    paper: Paper,
    snapshots: Sequence[dict[str, Any]],
    *,
    bank: Bank | None = None,
    section: str,
    minimum: int | None = None,
    points: int = 2,
) -> None:
    """Add a section with a question per snapshot."""
    bank = bank or make_bank(paper.unit)
    part = papers.add_section(paper=paper, title=section, minimum_percent=None if minimum is None else Decimal(minimum))
    papers.add_questions(section=part, questions=[make_question(bank, each, points=points) for each in snapshots])


def make_rule(
    paper: Paper, bank: Bank, *, section: str = "抽题", take: int = 2, points: int = 2, **what: Any
) -> DrawRule:
    """Return a rule in a section of a paper, which is made if it is not there; it draws anything from the bank."""
    part = papers.add_section(paper=paper, title=section)
    return papers.add_rule(section=part, bank=bank, take=take, points=Decimal(points), **what)


def make_drawn_paper(unit: OrgUnit, *, bank_size: int = 5, take: int = 2, own: int = 1) -> Paper:
    """Return a paper with questions of its own and a rule that draws some of a bank's."""
    paper = Paper.objects.create(unit=unit, name=f"抽题卷{next(_numbers)}")
    extend_paper(paper, [single_snapshot()] * own, section="第一大题")
    bank = make_bank(unit)
    for number in range(1, bank_size + 1):
        make_question(bank, stem=f"库中第{number}题")
    make_rule(paper, bank, take=take)
    return paper


def make_sitting(
    cohort: Cohort | None = None,
    snapshots: Sequence[dict[str, Any]] | None = None,
    *,
    paper: Paper | None = None,
    published: bool = True,
    opens_at: datetime = AT,
    hours: int = 48,
    **rules: Any,
) -> Sitting:
    """Return a sitting that opened at AT, published unless told otherwise; an hour, one attempt, not shuffled."""
    cohort = cohort or make_cohort()
    fields = {
        "name": "结业考试",
        "purpose": SittingPurpose.QUIZ,
        "paper": paper or make_paper(snapshots, unit=cohort.unit),
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(hours=hours),
        "minutes": 60,
        "shuffle": False,
        **rules,
    }
    sitting = sittings.create_sitting(cohort=cohort, by=cohort.organizer, **fields)
    return sittings.publish(sitting=sitting, by=cohort.organizer, at=opens_at) if published else sitting


def make_resit(
    sitting: Sitting, *, opens_at: datetime | None = None, hours: int = 48, published: bool = True, **rules: Any
) -> Sitting:
    """Return a resit with the same paper, which opens a day after the sitting has closed, published at that moment."""
    organizer = sitting.cohort.organizer
    opens_at = opens_at or sitting.closes_at + timedelta(days=1)
    fields = {"name": "补考", "paper": sitting.paper, "closes_at": opens_at + timedelta(hours=hours), **rules}
    resit = resits.prepare(sitting=sitting, by=organizer, opens_at=opens_at, **fields)
    return sittings.publish(sitting=resit, by=organizer, at=opens_at) if published else resit


def make_attempt(sitting: Sitting | None = None, enrollment: Enrollment | None = None, *, at: datetime = AT) -> Attempt:
    """Return an attempt that began at AT."""
    sitting = sitting or make_sitting()
    enrollment = enrollment or make_enrollment(sitting.cohort)
    return starting.start(sitting=sitting, enrollment=enrollment, at=at)


def make_paper_attempt(
    sitting: Sitting | None = None, enrollment: Enrollment | None = None, *, at: datetime = AT
) -> Attempt:
    """Return a form on paper that was prepared at AT."""
    sitting = sitting or make_sitting()
    enrollment = enrollment or make_enrollment(sitting.cohort)
    return starting.prepare_on_paper(sitting=sitting, enrollment=enrollment, at=at)


def due_of(attempt: Attempt) -> datetime:
    """Return when an attempt on a device ends; one on paper has no clock."""
    assert attempt.due_at is not None
    return attempt.due_at


def answer(attempt: Attempt, position: int, response: dict[str, Any], *, revision: int = 1, at: datetime = AT) -> Saved:
    """Write an answer to the item at a position."""
    item = attempt.items.select_related("item", "attempt").get(position=position)
    return answering.save(item=item, revision=revision, operation=uuid4(), response=response, at=at)


def give_time(
    sitting: Sitting, enrollment: Enrollment, *, factor: str = "1.5", minutes: int = 0, at: datetime = AT
) -> Accommodation:
    """Grant somebody half as much time again, or what is named."""
    return accommodating.give(
        sitting=sitting,
        enrollment=enrollment,
        factor=Decimal(factor),
        extension=timedelta(minutes=minutes),
        reason="视力障碍",
        by=sitting.cohort.organizer,
        at=at,
    )


def hand_in(attempt: Attempt, *responses: dict[str, Any], at: datetime = AT) -> Attempt:
    """Answer the items in order and submit."""
    for position, response in enumerate(responses, start=1):
        answer(attempt, position, response, at=at)
    answering.submit(attempt=attempt, at=at)
    attempt.refresh_from_db()
    return attempt

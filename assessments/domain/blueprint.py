"""The blueprint of a paper: which reviewed questions each of its draw rules describes, and which of them are its own.

Rules may overlap. The questions are allotted so that none belongs to two rules, and none that the paper has anyway.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from assessments.domain.allotting import allot
from assessments.enums import QuestionStatus
from assessments.models.papers import DrawRule, Paper, PaperItem
from assessments.models.questions import QuestionVersion

SEPARATORS = re.compile(r"[、，,；;\n]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewed question in the version that new papers take, without what it says."""

    version_id: int
    question_id: int
    bank_id: int
    kind: str
    topics: frozenset[str]
    difficulty: int


@dataclass(frozen=True, slots=True)
class Pool:
    """A rule, how many reviewed questions it describes, those that are its own, and how many it lacks."""

    rule: DrawRule
    fitting: int
    questions: list[Candidate]
    lacking: int


@dataclass(frozen=True, slots=True)
class Demand:
    """So many questions on a topic, of a kind, of a range of difficulty; empty words and 1 to 5 mean any."""

    topic: str
    kind: str
    lowest: int
    highest: int
    count: int


def topics_of(text: str) -> frozenset[str]:
    """Return the points of knowledge that a question names: 基层治理、村务公开 are two."""
    return frozenset(topic for topic in map(str.strip, SEPARATORS.split(text)) if topic)


def pools_of(paper: Paper, *, times: int = 1) -> list[Pool]:
    """Return the pool of each rule in the order of the paper, wide enough for so many papers, in three queries.

    What stands on the paper itself or on an equivalent form of it belongs to no pool.
    """
    rules = rules_of(paper)
    candidates = _candidates({rule.bank_id for rule in rules})
    taken = PaperItem.objects.filter(Q(section__paper=paper) | Q(section__paper__form_of=paper))
    on_paper = set(taken.values_list("question_id", flat=True))
    fitting = {rule.pk: [each for each in candidates if fits(rule, each)] for rule in rules}
    free = {pk: [each for each in found if each.question_id not in on_paper] for pk, found in fitting.items()}
    own = allot({rule.pk: rule.take * times for rule in rules}, free)
    return [
        Pool(rule, len(fitting[rule.pk]), own[rule.pk], max(0, rule.take * times - len(own[rule.pk]))) for rule in rules
    ]


def rules_of(paper: Paper) -> list[DrawRule]:
    """Return the draw rules of a paper in order, with section and bank."""
    found = DrawRule.objects.filter(section__paper=paper).select_related("section", "bank")
    return list(found.order_by("section__position", "position", "pk"))


def demands_of(items: Iterable[PaperItem], rules: Iterable[DrawRule]) -> list[Demand]:
    """Return what a paper will hold by topic, kind and difficulty: its own questions, and what its rules draw."""
    counts: Counter[tuple[str, str, int, int]] = Counter()
    for item in items:
        question = item.question
        counts[question.topics.strip(), question.kind, question.difficulty, question.difficulty] += 1
    for rule in rules:
        counts[rule.topic, rule.kind, rule.difficulty_from, rule.difficulty_to] += rule.take
    return [Demand(*cell, count) for cell, count in counts.items()]


def fits(rule: DrawRule, candidate: Candidate) -> bool:
    """Tell whether a rule describes a question; a topic is matched whole, never in part."""
    return (
        candidate.bank_id == rule.bank_id
        and (not rule.kind or candidate.kind == rule.kind)
        and (not rule.topic or rule.topic in candidate.topics)
        and rule.difficulty_from <= candidate.difficulty <= rule.difficulty_to
    )


def _candidates(bank_ids: Iterable[int]) -> list[Candidate]:
    """The version is read together with the status: a question revised meanwhile is a draft, and no candidate."""
    rows = QuestionVersion.objects.filter(
        question__bank__in=bank_ids, question__status=QuestionStatus.REVIEWED, number=F("question__version")
    ).order_by("question")
    columns = ("pk", "question_id", "question__bank_id", "question__kind", "question__topics", "question__difficulty")
    return [
        Candidate(pk, question, bank, kind, topics_of(topics), difficulty)
        for pk, question, bank, kind, topics, difficulty in rows.values_list(*columns)
    ]

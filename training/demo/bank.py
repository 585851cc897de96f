"""The demo's question bank and its paper: content/questions.toml, written, reviewed and put together."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from assessments.domain import authoring, papers
from assessments.enums import BankPurpose
from assessments.models.banks import Bank
from assessments.models.papers import Paper
from assessments.models.questions import Question
from people.models.accounts import User
from people.models.organisation import OrgUnit

CONTENT = Path(__file__).parent / "content" / "questions.toml"
PRACTICE = Path(__file__).parent / "content" / "practice.toml"
LETTERS = "ABCDEFGH"
POINTS = {
    "single": Decimal(2),
    "multiple": Decimal(4),
    "true_false": Decimal(3),
    "fill": Decimal(8),
    "case_analysis": Decimal(30),
}
SECTIONS: dict[str, Decimal | None] = {"依法治理": None, "廉洁履职": Decimal(60), "案例分析": None}
"""The parts of the paper, with the share that each asks for by itself."""
DRAWN = "廉洁履职"
"""The part, and the point of knowledge, of which everybody draws one question of each of these kinds."""
DRAWN_KINDS = ("single", "multiple", "true_false")

Table = Mapping[str, Any]


def load_bank(*, unit: OrgUnit, author: User, at: datetime) -> list[tuple[Question, Table]]:
    """The bank of a unit with thirty reviewed questions, each with the table it was written from."""
    bank = authoring.create_bank(unit=unit, code="demo", name="村（社区）“两委”成员履职题库", by=author)
    tables = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["question"]
    return [(_question(bank, table, author, at), table) for table in tables]


def load_paper(*, unit: OrgUnit, questions: Iterable[tuple[Question, Table]], author: User) -> Paper:
    """The paper of a hundred points: fixed but for one part; what is kept in reserve may be drawn there."""
    paper = papers.create_paper(unit=unit, name="村（社区）“两委”成员结业考核卷", by=author)
    on_paper = [(question, table) for question, table in questions if not table.get("reserve")]
    for title, minimum in SECTIONS.items():
        section = papers.add_section(paper=paper, title=title, minimum_percent=minimum)
        fixed = [each for each, table in on_paper if table["section"] == title]
        if title != DRAWN:
            papers.add_questions(section=section, questions=fixed)
            continue
        for kind in DRAWN_KINDS:
            papers.add_rule(section=section, bank=fixed[0].bank, kind=kind, topic=DRAWN, take=1, points=POINTS[kind])
    return paper


def load_practice(*, unit: OrgUnit, author: User, at: datetime) -> Paper:
    """A bank to practise with, and the paper that draws four of its questions each time."""
    purpose = BankPurpose.PRACTICE
    bank = authoring.create_bank(
        unit=unit, code="demo-practice", name="村级事务公开与廉洁履职练习题库", by=author, purpose=purpose
    )
    for table in tomllib.loads(PRACTICE.read_text(encoding="utf-8"))["question"]:
        _question(bank, table, author, at)
    paper = papers.create_paper(unit=unit, name="村务公开与廉洁履职练习卷", by=author, purpose=purpose)
    section = papers.add_section(paper=paper, title="练一练")
    papers.add_rule(section=section, bank=bank, take=4, points=Decimal(5))
    return paper


def _question(bank: Bank, table: Table, author: User, at: datetime) -> Question:
    kind = table["kind"]
    fields = {
        "stem": table["stem"].strip(),
        "points": POINTS[kind],
        "difficulty": table["difficulty"],
        "topics": table["topics"],
        "reference": table["reference"],
        "source": "本项目编写",
        "explanation": table["explanation"],
        **OWN_FIELDS[kind](table),
    }
    question = authoring.create_question(bank=bank, kind=kind, fields=fields, by=author, at=at)
    return authoring.review(question=question, by=author)


def _single(table: Table) -> dict[str, Any]:
    return {
        "options": [
            {"id": letter, "text": text, "fraction": str(int(letter == table["key"])), "pinned": False, "feedback": ""}
            for letter, text in zip(LETTERS, table["options"], strict=False)
        ]
    }


def _multiple(table: Table) -> dict[str, Any]:
    return {
        "options": [
            {
                "id": letter,
                "text": text,
                "correct": letter in table["key"],
                "weight": "0",
                "pinned": False,
                "feedback": "",
            }
            for letter, text in zip(LETTERS, table["options"], strict=False)
        ]
    }


def _true_false(table: Table) -> dict[str, Any]:
    return {"correct": table["key"]}


def _fill(table: Table) -> dict[str, Any]:
    return {
        "blanks": [
            {
                "id": str(number),
                "weight": "1",
                "answers": [{"pattern": pattern, "fraction": "1"} for pattern in accepted],
                "case": False,
                "wildcard": False,
                "group": "",
            }
            for number, accepted in enumerate(table["blanks"], start=1)
        ]
    }


def _case_analysis(table: Table) -> dict[str, Any]:
    return {
        "min_length": table["min_length"],
        "max_length": table["max_length"],
        "criteria": [
            {
                "id": f"c{number}",
                "name": criterion["name"],
                "weight": str(criterion["weight"]),
                "levels": [{"score": str(level["score"]), "text": level["text"]} for level in criterion["levels"]],
            }
            for number, criterion in enumerate(table["criteria"], start=1)
        ],
    }


OWN_FIELDS = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "fill": _fill,
    "case_analysis": _case_analysis,
}

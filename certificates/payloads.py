"""What a document states, as data: frozen at issue, printed from, digested and kept (format 1)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

FORMAT = 1
Ink = list[list[list[int]]]  # Strokes of points [x, y, milliseconds], in a box 1000 wide.


class Unprintable(Exception):
    """A document cannot be printed as it stands; another one may. The message is for the person who mends it."""


@dataclass(frozen=True)
class Party:
    """An organisation or a person as named on the day: a pseudonymous id, a name, a post."""

    id: str
    name: str
    post: str = ""


@dataclass(frozen=True)
class CertificatePayload:
    """A certificate of completion."""

    number: str
    language: str
    organisation: Party
    person: Party
    programme: str
    cohort: Party
    began_on: date
    ended_on: date
    hours: Decimal
    result: str
    issued_on: date
    seal_style: str
    verify_url: str
    design: int = 1
    replaces: str = ""

    def as_json(self) -> dict[str, Any]:
        """Only strings, integers, lists and objects: what canonical JSON allows."""
        return {"format": FORMAT, "kind": "completion", **_plain(asdict(self))}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The payload as it was stored."""
        facts = _opened(stored, "completion")
        for party in ("organisation", "person", "cohort"):
            facts[party] = Party(**facts[party])
        for day in ("began_on", "ended_on", "issued_on"):
            facts[day] = date.fromisoformat(facts[day])
        facts["hours"] = Decimal(facts["hours"])
        return cls(**facts)


@dataclass(frozen=True)
class PledgePayload:
    """A signed integrity pledge with its evidence."""

    number: str
    language: str
    organisation: Party
    person: Party
    title: str
    preamble: str
    clauses: list[str]
    triggers: list[str]
    typed_name: str
    ink: Ink
    signed_at: datetime
    evidence: dict[str, Any]
    evidence_digest: str
    text_digest: str
    seal_style: str
    verify_url: str
    countersigner: Party | None = None
    countersigned_at: datetime | None = None
    design: int = 1

    def as_json(self) -> dict[str, Any]:
        """Only strings, integers, lists and objects: what canonical JSON allows."""
        return {"format": FORMAT, "kind": "pledge", **_plain(asdict(self))}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The payload as it was stored."""
        facts = _opened(stored, "pledge")
        for party in ("organisation", "person", "countersigner"):
            facts[party] = Party(**facts[party]) if facts[party] else None
        for moment in ("signed_at", "countersigned_at"):
            facts[moment] = datetime.fromisoformat(facts[moment]) if facts[moment] else None
        return cls(**facts)


def _opened(stored: dict[str, Any], kind: str) -> dict[str, Any]:
    facts = dict(stored)
    if (facts.pop("format"), facts.pop("kind")) != (FORMAT, kind):
        raise ValueError(f"This is no {kind} payload of format {FORMAT}.")
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

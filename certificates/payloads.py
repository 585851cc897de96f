"""What a document states, as data: frozen at issue, printed from, digested and kept.

Format 1 is a certificate on the built-in page, or a pledge; format 2 is a certificate on a page of one's own design.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

FORMAT, DESIGNED = 1, 2
BUILT_IN = 1  # What format 1 says of its design.
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
class Signatory:
    """Who signs in print: a post and a name."""

    title: str
    name: str


@dataclass(frozen=True)
class Design:
    """The page that a certificate is printed on, whole: a later change of the design does not reach it."""

    id: str
    revision: str
    orientation: str
    title: str
    wording: str
    frame: bool = True
    signatories: tuple[Signatory, ...] = ()
    background: str = ""  # SHA-256 of the picture under the page
    seal: str = ""  # SHA-256 of the picture of a real seal; otherwise one is drawn in the payload's style

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The design as it was stored."""
        signatories = tuple(Signatory(**each) for each in stored["signatories"])
        return cls(**{**stored, "signatories": signatories})


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
    replaces: str = ""
    design: Design | None = None  # None: the built-in page
    expires_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Only strings, integers, lists and objects: what canonical JSON allows."""
        facts = _plain(asdict(self))
        if self.design is None:
            del facts["expires_on"]
            return {"format": FORMAT, "kind": "completion", **facts, "design": BUILT_IN}
        return {"format": DESIGNED, "kind": "completion", **facts}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The payload as it was stored, in either format."""
        facts = _opened(stored, "completion", FORMAT, DESIGNED)
        facts["design"] = None if facts["design"] == BUILT_IN else Design.from_json(facts["design"])
        facts["expires_on"] = date.fromisoformat(facts["expires_on"]) if facts.get("expires_on") else None
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
    witness: Party | None = None
    endorser: Party | None = None  # the secretary, where the text asks for one before the countersigner
    endorsed_at: datetime | None = None
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
        for party in ("organisation", "person", "witness", "endorser", "countersigner"):
            facts[party] = Party(**facts[party]) if facts.get(party) else None
        for moment in ("signed_at", "endorsed_at", "countersigned_at"):
            facts[moment] = datetime.fromisoformat(facts[moment]) if facts.get(moment) else None
        return cls(**facts)


def _opened(stored: dict[str, Any], kind: str, *formats: int) -> dict[str, Any]:
    facts = dict(stored)
    form, found = facts.pop("format"), facts.pop("kind")
    if found != kind or form not in (formats or (FORMAT,)):
        raise ValueError(f"This is no {kind} payload of a format that can be read.")
    return facts


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

"""The exact words of a pledge: what is shown, digested and signed is one published revision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Revision

from certificates.models.pledges import PledgeText
from common.canonical import canonical_json, digest


@dataclass(frozen=True)
class Words:
    """A pledge text as published, and as canonical bytes."""

    revision: Revision
    kind: str
    title: str
    preamble: str
    clauses: tuple[str, ...]
    triggers: tuple[str, ...]
    effective_on: str

    @property
    def parts(self) -> tuple[str, ...]:
        """What is read step by step: the opening sentence, then each clause."""
        return ((self.preamble,) if self.preamble else ()) + self.clauses

    @property
    def canonical(self) -> bytes:
        """The bytes whose digest the signer is shown and signs."""
        return canonical_json(self.as_json())

    @property
    def digest(self) -> str:
        return digest(self.canonical)

    def as_json(self) -> dict[str, Any]:
        """The wording as data (format 1)."""
        return {
            "format": 1,
            "kind": self.kind,
            "title": self.title,
            "preamble": self.preamble,
            "clauses": list(self.clauses),
            "triggers": list(self.triggers),
            "effective_on": self.effective_on,
        }


@dataclass(frozen=True)
class Part:
    """One paragraph to read: of which text, and as which clause of it; the opening sentence is none."""

    words: Words
    text_number: int
    clause: int
    text: str


@dataclass(frozen=True)
class Reading:
    """All that one ceremony shows, text after text."""

    texts: tuple[Words, ...]
    title: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is read step by step."""
        return tuple(
            Part(words, number, place if words.preamble else place + 1, text)
            for number, words in enumerate(self.texts, start=1)
            for place, text in enumerate(words.parts)
        )

    @property
    def triggers(self) -> tuple[str, ...]:
        """What is ticked one by one, of all texts."""
        return tuple(trigger for words in self.texts for trigger in words.triggers)


def words_of(text: PledgeText) -> Words:
    """The words published now. A draft, however new, is not shown to anybody."""
    revision = text.live_revision
    if revision is None:
        raise PledgeText.DoesNotExist("this text has never been published")
    published: PledgeText = revision.as_object()
    return Words(
        revision=revision,
        kind=published.kind,
        title=published.title,
        preamble=published.preamble.strip(),
        clauses=tuple(published.clause_list),
        triggers=tuple(published.trigger_list),
        effective_on=published.effective_on.isoformat(),
    )


def successor_of(text: PledgeText, *, on: date) -> PledgeText | None:
    """The text of the same kind that has superseded this one by that day; what was signed stays valid for its time."""
    return PledgeText.objects.in_force(on).filter(kind=text.kind, effective_on__gt=text.effective_on).first()

"""What every kind of question promises: to grade, to show only what may be shown, and to name its own faults.

Pure Python: no Django, no database, no clock. A kind reads a *snapshot* (the frozen question, a plain dict with a
format number) and a *response* (what the taker sent, a plain dict) and never anything else.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar

FORMAT = 1
"""The snapshot format written today; `grade` refuses a format it does not know rather than guess."""

ZERO, HALF, ONE = Decimal(0), Decimal("0.5"), Decimal(1)
SEVEN_PLACES = Decimal("0.0000001")
TOLERANCE = Decimal("0.000001")

Snapshot = Mapping[str, Any]
Response = Mapping[str, Any]
Shown = Mapping[str, "Shown | None"]
"""An allow-list: a name with None is a plain value or a list of them to pass on, a name with a mapping is an object or
a list of objects."""


class State(StrEnum):
    """How an answer came out, apart from how much it is worth."""

    UNANSWERED = "unanswered"
    INVALID = "invalid"
    WRONG = "wrong"
    PARTIAL = "partial"
    RIGHT = "right"
    NEEDS_MARKING = "needs_marking"


@dataclass(frozen=True, slots=True)
class Part:
    """The outcome of one blank or one criterion inside a question."""

    key: str
    fraction: Decimal
    state: State


@dataclass(frozen=True, slots=True)
class Graded:
    """The outcome of one answer; a fraction of None means that a person must mark it."""

    fraction: Decimal | None
    state: State
    parts: tuple[Part, ...] = ()
    note_code: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a snapshot: a code that the forms put into words, and the field where it stands."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One row a taker can tick: its value, and its text or the code of a standard word."""

    value: str
    text: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control of an answer form; `is_list` where the response holds a list under this name.

    `input` is radio, checkbox, select, text, number or textarea; `order` for one select per place, `trail` for what was
    chosen before and is sent along, `file` for what travels apart from the form.
    """

    name: str
    input: str
    text: str = ""
    word: str = ""
    number: int = 0
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    is_list: bool = False
    min_length: int = 0
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a review after release: what was given beside what was right."""

    text: str = ""
    word: str = ""
    number: int = 0
    given: str = ""
    accepted: tuple[str, ...] = ()
    is_chosen: bool = False
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a released answer looks like beside its key.

    `layout` is options (rows to tick), texts (to compare), text (to read), files (to open) or path (to walk again).
    """

    layout: str
    lines: tuple[Line, ...] = field(default=())


class Kind(ABC):
    """One kind of question. `shown` is data and not code, so that a new kind cannot leak its key by a slip."""

    key: ClassVar[str]
    shown: ClassVar[Shown] = {}
    drawn: ClassVar[str] = ""
    """The list whose order is drawn for each taker, where the kind has one."""
    is_always_drawn: ClassVar[bool] = False
    """Whether it is drawn also where the sitting does not shuffle, because the order it is written in tells the key."""
    is_stepwise: ClassVar[bool] = False
    """Whether it shows itself step by step, so that an answer can only be carried on."""

    def goes_on(self, before: Response, after: Response) -> bool:
        """Tell whether one answer may follow another; only a kind that shows what a choice leads to says no."""
        return True

    def visible(self, snapshot: Snapshot, response: Response) -> Snapshot:
        """Return what the allow-list is applied to: the snapshot, unless what is seen depends on what was answered."""
        return snapshot

    @abstractmethod
    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return the outcome of an answer that is not empty; an answer that makes no sense is `invalid()`."""

    @abstractmethod
    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield what keeps this snapshot from being used; the stem has been checked already."""

    @abstractmethod
    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return the form of the answer, made from the presented snapshot only."""

    @abstractmethod
    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the answer beside the key, for pages after release."""


def fraction_of(value: Decimal) -> Decimal:
    """Return `value` as a fraction: within [0, 1], at seven places."""
    return min(ONE, max(ZERO, value)).quantize(SEVEN_PLACES, ROUND_HALF_UP)


def state_of(fraction: Decimal) -> State:
    """Return wrong, partial or right for a fraction."""
    if fraction < TOLERANCE:
        return State.WRONG
    return State.RIGHT if fraction > ONE - TOLERANCE else State.PARTIAL


def graded(value: Decimal, parts: tuple[Part, ...] = (), note_code: str = "") -> Graded:
    """Return the outcome for a computed value."""
    fraction = fraction_of(value)
    return Graded(fraction, state_of(fraction), parts, note_code)


def unanswered() -> Graded:
    """Return the outcome of an empty answer: nought, and never an error."""
    return Graded(fraction_of(ZERO), State.UNANSWERED)


def invalid(note_code: str) -> Graded:
    """Return the outcome of an answer that cannot be read: nought, kept and shown."""
    return Graded(fraction_of(ZERO), State.INVALID, (), note_code)


def is_empty(response: object) -> bool:
    """Tell whether nothing was answered: no response, or only blank texts and empty lists."""
    waiting = [response]
    while waiting:  # Not by recursion: a response may be nested deeper than Python calls.
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, Sequence) and not isinstance(value, str):
            waiting += value
        elif value is not None and not (isinstance(value, str) and not value.strip()):
            return False
    return True


def allowed(source: Snapshot, shown: Shown) -> dict[str, Any]:
    """Copy from `source` only what `shown` names; a leaf must be a plain value, so nothing rides along inside it."""
    return {name: _allowed_value(source[name], inner) for name, inner in shown.items() if name in source}


def _plain(value: object) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if not isinstance(value, (str, int, bool, type(None))):
        raise TypeError("Only a plain value may be shown without an allow-list of its own.")
    return value


def _allowed_value(value: object, inner: Shown | None) -> Any:
    if inner is None:
        return _plain(value)
    if isinstance(value, Mapping):
        return allowed(value, inner)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [allowed(entry, inner) for entry in value]
    raise TypeError("An allow-list needs an object or a list of objects.")

"""The blanks that the wording of a certificate may have: a closed list, filled in as text and never evaluated."""

from collections.abc import Iterator, Mapping
from string import Formatter

NAME = "name"
KNOWN = ("name", "organisation", "programme", "cohort", "began", "ended", "hours", "result")


class Malformed(ValueError):
    """A brace without its partner."""


def blanks_in(wording: str) -> list[str]:
    """Every blank as it stands between its braces, known or not; `{name.__class__}` is one that is not known."""
    return [blank for _, blank in _parts(wording) if blank is not None]


def unknown_in(wording: str) -> list[str]:
    """The blanks that are not on the list, each once."""
    return list(dict.fromkeys(blank for blank in blanks_in(wording) if blank not in KNOWN))


def filled(wording: str, values: Mapping[str, str]) -> str:
    """The wording with its blanks filled; what a value says is text, whatever it looks like."""
    return "".join(text + (values[blank] if blank is not None else "") for text, blank in _parts(wording))


def _parts(wording: str) -> Iterator[tuple[str, str | None]]:
    """Text and the blank after it. A doubled brace is a brace."""
    try:
        for text, blank, form, conversion in Formatter().parse(wording):
            whole = blank if blank is None else blank + _tail(form, conversion)
            yield text, whole
    except ValueError as error:
        raise Malformed(str(error)) from error


def _tail(form: str | None, conversion: str | None) -> str:
    """A conversion or a format belongs to the blank, and makes it one that nobody knows."""
    return (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")

"""Letters on a printed form: which a control has, and what a clerk types for the boxes that were marked.

A form is printed with its options in the order drawn, A to Z from the top; what is typed from its answer sheet is led
back to the values that the same control would have sent from a page.
"""

import unicodedata
from collections.abc import Sequence
from string import ascii_uppercase

from .base import Choice, Control

Value = str | list[str]

SIGNS = {
    "true": ("√", "✓", "✔", "对", "正确", "是", "T", "Y", "TRUE"),
    "false": ("×", "✗", "✘", "X", "错", "错误", "否", "F", "N", "FALSE"),
}
"""How the two words of a statement are ticked and typed; the first is what is printed."""
WRITTEN = ("text", "number", "textarea")
TICKED = ("radio", "select")
LETTERED = (*TICKED, "checkbox", "order")


class Misread(ValueError):
    """What was typed cannot stand on this answer sheet; `code` says why, `last` is the last letter printed."""

    def __init__(self, code: str, last: str = "") -> None:
        super().__init__(code)
        self.code, self.last = code, last


def letter(number: int) -> str:
    """Return the letter of a row, counted from nought."""
    return ascii_uppercase[number]


def may_be_printed(controls: Sequence[Control]) -> bool:
    """Tell whether an answer can be given with a pen: by letters of which there are enough, or in writing."""
    return all(_is_printable(control) for control in controls)


def signs_of(control: Control) -> list[str]:
    """Return what is printed in the boxes of a control, in its order: letters, or √ and ×."""
    return [_sign(choice, number) for number, choice in enumerate(control.choices)]


def value_of(control: Control, typed: str) -> Value | None:
    """Return what was typed as the control would have sent it; None where nothing was answered."""
    if control.input in WRITTEN:
        return typed if typed.strip() else None
    signs = _signs_in(control, typed)
    if not signs:
        return None
    values = [_chosen(control, sign) for sign in signs]
    if control.input == "order" and len(values) != len(control.choices):
        raise Misread("order-incomplete", signs_of(control)[-1])
    if len(set(values)) < len(values):
        raise Misread("letter-twice")
    if control.input in TICKED and len(values) > 1:
        raise Misread("more-than-one")
    return values if control.is_list else values[0]


def typed_of(control: Control, value: object) -> str:
    """Return what one would type for a value: the way back, so that what is stored can be compared and corrected."""
    if control.input in WRITTEN:
        return value if isinstance(value, str) else ""
    sign = {choice.value: _sign(choice, number) for number, choice in enumerate(control.choices)}
    chosen = value if isinstance(value, list) else [value]
    found = [sign[each] for each in chosen if isinstance(each, str) and each in sign]
    return "".join(found if control.input == "order" else sorted(found))


def _is_printable(control: Control) -> bool:
    if control.input in WRITTEN:
        return True
    return control.input in LETTERED and len(control.choices) <= len(ascii_uppercase)


def _sign(choice: Choice, number: int) -> str:
    return SIGNS[choice.word][0] if choice.word in SIGNS else letter(number)


def _signs_in(control: Control, typed: str) -> list[str]:
    """The signs that were typed, without what stands between them; a word for √ or × is one sign."""
    text = unicodedata.normalize("NFKC", typed).upper()
    if any(choice.word in SIGNS for choice in control.choices):
        return [text.strip()] if text.strip() else []
    return [character for character in text if character.isalnum()]


def _chosen(control: Control, sign: str) -> str:
    for number, choice in enumerate(control.choices):
        if sign == letter(number) and choice.word not in SIGNS:
            return choice.value
        if sign in SIGNS.get(choice.word, ()):
            return choice.value
    raise Misread("not-a-sign" if control.choices[0].word in SIGNS else "no-such-letter", signs_of(control)[-1])

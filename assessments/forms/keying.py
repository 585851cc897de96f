"""An answer sheet as one form: a short field per question, which takes what was marked with a pen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.sheet import SheetItem
from assessments.enums import QuestionKind
from assessments.kinds import registry
from assessments.kinds.base import Control
from assessments.kinds.lettering import Misread, Value, letter, signs_of, typed_of, value_of
from assessments.kinds.shape import LONGEST_TEXT

PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
MISREAD = {
    "no-such-letter": gettext_lazy("The last letter printed for this question is %(last)s."),
    "not-a-sign": gettext_lazy("Type √ or ×, or T or F."),
    "more-than-one": gettext_lazy(
        "One letter only. Where several are crossed, leave the field empty: that counts as no answer."
    ),
    "letter-twice": gettext_lazy("A letter stands here twice."),
    "order-incomplete": gettext_lazy(
        "Each letter from A to %(last)s once. Where the sequence on the sheet is not complete, leave the field empty."
    ),
}


@dataclass(frozen=True, slots=True)
class Keyed:
    """One part of an answer on the second look: what was typed, and what it stands for."""

    number: int
    typed: str
    meaning: str


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """One question on the second look."""

    item: SheetItem
    kind: str | Promise
    parts: tuple[Keyed, ...]


class SignField(forms.CharField):
    """The field of one control: letters as printed, √ or ×, a number, or a text."""

    def __init__(self, control: Control, **options: Any) -> None:
        self.control = control
        is_text = control.input == "textarea"
        widget = forms.Textarea({"rows": 8}) if is_text else forms.TextInput(PLAIN)
        longest = LONGEST_TEXT // 4 if is_text else control.max_length or 100
        super().__init__(required=False, strip=False, max_length=longest, widget=widget, **options)

    def clean(self, value: Any) -> Value | None:
        """Return what the control would have sent from a page."""
        typed = super().clean(value)
        try:
            return value_of(self.control, typed)
        except Misread as misread:
            raise ValidationError(MISREAD[misread.code] % {"last": misread.last}) from misread


class KeyingForm(forms.Form):
    """Every question of a form that was printed; `seen` is when its sheet had last been keyed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, items: Iterable[SheetItem], *, saved_at: datetime | None, data: Any = None) -> None:
        super().__init__(data, initial={"seen": saved_at.isoformat() if saved_at else ""})
        self.items = list(items)
        for item in self.items:
            controls = registry.controls(item.presented)
            for number, control in enumerate(controls, start=1):
                label = _label(item.position, number if len(controls) > 1 else 0)
                stored = typed_of(control, item.response.get(control.name))
                self.fields[_name(item, control)] = SignField(control, label=label, initial=stored)

    def questions(self) -> Iterator[dict[str, Any]]:
        """Yield each question with its fields and what may be typed there."""
        for item in self.items:
            controls = registry.controls(item.presented)
            fields = [(self[_name(item, control)], hint(control)) for control in controls]
            yield {"item": item, "kind": QuestionKind(item.presented["kind"]).label, "fields": fields}

    def responses(self) -> dict[int, dict[str, Value]]:
        """Return what was keyed, by position."""
        return {item.position: dict(self._values(item)) for item in self.items}

    def _values(self, item: SheetItem) -> Iterator[tuple[str, Value]]:
        for control in registry.controls(item.presented):
            value = self.cleaned_data[_name(item, control)]
            if value is not None:
                yield control.name, value

    def seen_at(self) -> datetime | None:
        """Return when the sheet that was shown had last been keyed."""
        return moment_of(self.cleaned_data["seen"])


def moment_of(text: str) -> datetime | None:
    """Read a moment as the form wrote it; anything else is none."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def hint(control: Control) -> str:
    """Say what may be typed for a control."""
    if control.input == "order":
        return _("A–%(last)s in order") % {"last": letter(len(control.choices) - 1)}
    if not control.choices:
        return control.unit
    signs = signs_of(control)
    return f"{signs[0]} {signs[-1]}" if len(signs) == 2 else f"{signs[0]}–{signs[-1]}"


def second_look(items: Iterable[SheetItem]) -> Iterator[KeyedQuestion]:
    """Yield what was keyed, question by question, with what each letter stands for."""
    for item in items:
        controls = registry.controls(item.presented)
        parts = (
            _keyed(control, item.response.get(control.name), number if len(controls) > 1 else 0)
            for number, control in enumerate(controls, start=1)
        )
        yield KeyedQuestion(item, QuestionKind(item.presented["kind"]).label, tuple(parts))


def _keyed(control: Control, value: Any, number: int) -> Keyed:
    texts = {choice.value: choice.text for choice in control.choices}
    chosen = value if isinstance(value, list) else [value]
    meaning = " · ".join(texts[each] for each in chosen if isinstance(each, str) and texts.get(each))
    return Keyed(number, typed_of(control, value), meaning)


def _label(position: int, number: int) -> str:
    if number:
        return _("Question %(position)d (%(number)d)") % {"position": position, "number": number}
    return _("Question %(position)d") % {"position": position}


def _name(item: SheetItem, control: Control) -> str:
    return f"{item.position}-{control.name}"

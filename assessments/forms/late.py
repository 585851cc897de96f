"""An answer in a few words, for a table: what was chosen or written, and nothing of what is right."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.forms.answering import AnswerField, answer_fields

BETWEEN = {"trail": " → ", "order": " → "}


def said(presented: Mapping[str, Any], response: Mapping[str, Any] | None) -> str:
    """Return what an answer says; a question that was left open says so."""
    fields = answer_fields(presented, response)
    lines = [(field.label, _words(field)) for field in fields]
    spoken = [f"{label} {words}".strip() if len(fields) > 1 else words for label, words in lines if words]
    return "\n".join(spoken) or _("Not answered")


def _words(field: AnswerField) -> str:
    has_letters = not field.label
    texts = {row.value: f"{row.letter}. {row.text}" if has_letters and row.letter else row.text for row in field.rows}
    if field.files:
        return ", ".join(str(entry.get("name", "")) for entry in field.files)
    if field.input == "order":
        return BETWEEN["order"].join(texts.get(place, "") for place in field.places if place)
    if field.rows:
        return BETWEEN.get(field.input, "\n").join(texts[row.value] for row in field.rows if row.is_chosen)
    return field.value

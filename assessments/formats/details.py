"""What the plain columns of a file cannot say about a question: kept beside them, and believed while they agree.

An export writes a question in the way that people write it. What would not come back from that — feedback, a mode, a
rubric, a kind for which there is no way of writing — is written beside it as one JSON object. An import takes it only
if the plain columns are still those that belong to it: what somebody has changed by hand is always right.
"""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from assessments.kinds.registry import KINDS

from .base import Content, Draft, finish
from .ids import with_file_ids
from .making import SHAPES, conforms, decimal_of, decimal_text, is_storable

Reread = Callable[[Content], Content]


def surplus(content: Content, reread: Reread) -> str:
    """Return what is lost when the content is written and read again; nothing for most questions."""
    whole, kept = tidy(content), tidy(reread(content))
    lost = {
        each.name: _as_json(getattr(whole, each.name))
        for each in fields(Content)
        if getattr(whole, each.name) != getattr(kept, each.name)
    }
    return json.dumps(lost, ensure_ascii=True, separators=(",", ":")) if lost else ""


def restored(draft: Draft, text: str, reread: Reread) -> Draft:
    """Return the draft with what was written beside it, unless somebody has changed it since."""
    if not text:
        return draft
    found = _read(text, draft.content)
    if found is None:
        draft.warn("details-broken")
        return draft
    if tidy(reread(found)) != tidy(draft.content):
        draft.warn("details-dropped")
        return draft
    return finish(Draft(draft.place, found, draft.texts))


def tidy(content: Content) -> Content:
    """Return the content with ids as a file gives them, which is how two contents are compared."""
    try:
        stem, own = with_file_ids(content.kind, content.stem, content.own)
    except (KeyError, TypeError):
        return content  # What was read of it is too broken to be compared.
    return replace(content, stem=stem, own=own)


def _as_json(value: Any) -> Any:
    return decimal_text(value) if isinstance(value, Decimal) else value


def _read(text: str, beside: Content) -> Content | None:
    """Return the content that details and columns make together, or None where the details are no such thing."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not set(said) <= {each.name for each in fields(Content)}:
        return None
    kind = said.get("kind", beside.kind)
    if (
        not isinstance(kind, str)
        or kind not in KINDS
        or kind not in SHAPES
        or not conforms(said.get("own", beside.own), SHAPES[kind])
    ):
        return None
    points, difficulty = said.pop("points", None), said.pop("difficulty", beside.difficulty)
    texts = (value for name, value in said.items() if name != "own")
    if not all(isinstance(value, str) and is_storable(value) for value in texts):
        return None
    if not isinstance(difficulty, int) or not isinstance(points, str | None):
        return None
    number = beside.points if points is None else decimal_of(points)
    return None if number is None else tidy(replace(beside, **said, points=number, difficulty=difficulty))

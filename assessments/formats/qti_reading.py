"""An item of QTI as a draft: choices with one interaction, in the spellings of 2.1, 2.2 and 3.0 alike.

QTI 3 writes `qti-choice-interaction` and `response-identifier` where QTI 2 writes `choiceInteraction` and
`responseIdentifier`: without prefix, hyphens and capitals they are the same.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from assessments.kinds.base import ONE, ZERO

from . import making
from .base import DEFAULT_POINTS, Content, Draft, Place, finish, plain
from .keys import truth_of
from .markup import text_and_pictures
from .weighing import Weighed, choice_of
from .xml_tree import Node

ITEM = "assessmentitem"
CHOICE = "choiceinteraction"
INTERACTION = "interaction"
ASIDE = {"feedbackinline", "feedbackblock", "rubricblock", "templateinline", "templateblock"}
"""What stands in a text and is no part of it."""
LETTERS_ALONE = {"A", "B", "a", "b"}


def bare(name: str) -> str:
    """Return the name of an element or attribute as all versions of QTI have it."""
    return name.rpartition(":")[2].lower().removeprefix("qti-").replace("-", "")


def draft_of(item: Node, place: Place) -> Draft | None:
    """Return the draft of an item; nothing for one that asks nothing."""
    body = _first(item, "itembody")
    asked = [] if body is None else [node for node in _below(body) if bare(node.name).endswith(INTERACTION)]
    if body is None or not asked:
        return None
    draft = Draft(place, Content("", "", {}))
    reader = ItemReader(item, draft)
    sorts = [bare(node.name) for node in asked]
    if sorts == [CHOICE]:
        kind, own = reader.choice(asked[0])
        prompt = _first(asked[0], "prompt")
        stem = "\n\n".join(text for text in (reader.text(body), reader.text(prompt)) if text)
    else:
        draft.refuse("kind-unknown", text="、".join(dict.fromkeys(sorts))[:40])
        kind, own, stem = "", {}, reader.text(body)
    explanation = "\n\n".join(reader.text(node) for node in _all(item, "modalfeedback"))
    draft.content = Content(kind, stem, own, explanation=explanation, points=reader.points())
    if reader.pictures:
        draft.warn("pictures-left-out")
    return finish(draft)


class ItemReader:
    """One item: its texts made plain, its pictures counted, its key looked up."""

    def __init__(self, item: Node, draft: Draft) -> None:
        self.item, self.draft = item, draft
        self.pictures = 0

    def text(self, node: Node | None) -> str:
        """Return the text of an element without interactions and feedback."""
        if node is None:
            return ""
        text, pictures = text_and_pictures("".join(_markup(node)))
        self.pictures += pictures
        return text

    def points(self) -> Decimal:
        """Return what the outcome MAXSCORE says, and the usual points where nothing does."""
        for outcome in _all(self.item, "outcomedeclaration"):
            if _said(outcome, "identifier") == "MAXSCORE" and (default := _first(outcome, "defaultvalue")) is not None:
                text = plain("".join(_values(default)))
                number = making.decimal_of(text)
                if number is None or not 0 < number < 10_000:
                    self.draft.refuse("points-unread", text=text[:40])
                    return DEFAULT_POINTS
                return number.normalize() if number == number.to_integral() else number.quantize(Decimal("0.01"))
        return DEFAULT_POINTS

    def choice(self, asked: Node) -> tuple[str, making.Own]:
        """Return the kind and its fields: true or false, single or multiple choice."""
        choices = list(_all(asked, "simplechoice"))
        ids = [_said(choice, "identifier") for choice in choices]
        texts = [self.text(choice) for choice in choices]
        feedback = {place: self._feedback(choice) for place, choice in enumerate(choices)}
        declared = self._declaration(_said(asked, "responseidentifier"))
        cardinality = "" if declared is None else _said(declared, "cardinality")
        is_single = cardinality == "single" or (not cardinality and _said(asked, "maxchoices") == "1")
        keys, weights = self._key(declared, ids)
        if weights is not None:
            options = [Weighed(text, weights[place], feedback[place]) for place, text in enumerate(texts)]
            kind, own = choice_of(options, self.draft, is_single=is_single)
        else:
            kind, own = self._by_key(texts, keys, feedback, is_single=is_single)
        for row, choice in zip(own.get("options", ()), choices, strict=False):
            row["pinned"] = _said(choice, "fixed") == "true"
        return kind, own

    def _by_key(
        self, texts: Sequence[str], keys: Sequence[int], feedback: dict[int, str], *, is_single: bool
    ) -> tuple[str, making.Own]:
        truths = [None if text in LETTERS_ALONE else truth_of(text) for text in texts]
        if is_single and len(keys) == 1 and len(texts) == 2 and set(truths) == {True, False}:
            return "true_false", making.true_false(correct=bool(truths[keys[0]]))
        if is_single and len(keys) == 1:
            return "single", making.single(texts, keys[0], feedback)
        if is_single and len(keys) > 1:
            self.draft.warn("single-with-several-keys", text="、".join(texts[place] for place in keys)[:40])
        elif len(keys) == 1:
            self.draft.warn("multiple-with-one-key", text=texts[keys[0]][:40])
        own = making.multiple(texts, keys, feedback=feedback)
        if self._processing() == "match_correct":
            own["mode"] = "exact"
        return "multiple", own

    def _key(self, declared: Node | None, ids: Sequence[str]) -> tuple[list[int], list[Decimal] | None]:
        """Return the places of the right choices, or the weight of each where the mapping is what counts."""
        mapping = None if declared is None else _first(declared, "mapping")
        correct = None if declared is None else _first(declared, "correctresponse")
        if mapping is not None and (correct is None or self._processing() == "map_response"):
            return [], self._weights(mapping, ids)
        named = set() if correct is None else {plain(value) for value in _values(correct)}
        if not named:
            self.draft.refuse("key-missing")
        for unknown in sorted(named - set(ids)):
            self.draft.refuse("key-beyond-options", text=unknown[:40], last=(ids or [""])[-1])
        return [place for place, name in enumerate(ids) if name in named], None

    def _weights(self, mapping: Node, ids: Sequence[str]) -> list[Decimal]:
        """Return the shares that the mapping gives: of its best choice, or of all right ones together."""
        mapped: dict[str, Decimal] = {}
        for entry in _all(mapping, "mapentry"):
            number = making.decimal_of(_said(entry, "mappedvalue"))
            if number is None:
                self.draft.refuse("weight-unread", text=_said(entry, "mappedvalue")[:40])
            mapped[_said(entry, "mapkey")] = number or ZERO
        values = [mapped.get(name, ZERO) for name in ids]
        declared = next((each for each in _all(self.item, "responsedeclaration") if mapping in each.inside), None)
        right = [value for value in values if value > ZERO]
        is_single = declared is not None and _said(declared, "cardinality") == "single"
        whole = max(right, default=ONE) if is_single else sum(right, ZERO) or ONE
        return [value / whole for value in values]

    def _declaration(self, name: str) -> Node | None:
        declared = _all(self.item, "responsedeclaration")
        return next((each for each in declared if _said(each, "identifier") == name), None)

    def _processing(self) -> str:
        """Return the name of the template by which the item is valued: match_correct, map_response, or nothing."""
        processing = _first(self.item, "responseprocessing")
        if processing is None:
            return ""
        return _said(processing, "template").rstrip("/").rpartition("/")[2].removesuffix(".xml")

    def _feedback(self, choice: Node) -> str:
        return "\n\n".join(self.text(node) for node in _all(choice, "feedbackinline"))


def _all(node: Node, name: str) -> Iterator[Node]:
    return (child for child in node.children if bare(child.name) == name)


def _first(node: Node, name: str) -> Node | None:
    return next(_all(node, name), None)


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)


def _said(node: Node, name: str) -> str:
    return next((value.strip() for key, value in node.attributes.items() if bare(key) == name), "")


def _values(node: Node) -> list[str]:
    return [value.text for value in _all(node, "value")]


def _markup(node: Node) -> Iterator[str]:
    """Yield what is inside an element as HTML, interactions and asides left out."""
    for each in node.inside:
        if isinstance(each, str):
            yield escape(each)
        elif (name := bare(each.name)) not in ASIDE and not name.endswith(INTERACTION):
            yield f"<{name}>"
            yield from _markup(each)
            yield f"</{name}>"

"""A choice whose options carry weights, as Moodle's files give them: which of our choices it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.kinds.base import ONE, SEVEN_PLACES, ZERO

from . import making
from .base import Draft

NEARLY = Decimal("0.01")  # 33.333 % three times is meant to be the whole.


@dataclass(frozen=True, slots=True)
class Weighed:
    """One option with its weight as a fraction."""

    text: str
    weight: Decimal
    feedback: str = ""


def choice_of(options: Sequence[Weighed], draft: Draft, *, is_single: bool) -> tuple[str, making.Own]:
    """Return a single choice, or a multiple one that is valued by its weights."""
    texts = [option.text for option in options]
    feedback = {place: option.feedback for place, option in enumerate(options) if option.feedback}
    whole = [place for place, option in enumerate(options) if option.weight == ONE]
    if is_single and len(whole) <= 1:
        if any(option.weight < ZERO for option in options):
            draft.warn("negative-weight")
        shares = [min(max(option.weight, ZERO), ONE).quantize(SEVEN_PLACES, ROUND_HALF_UP) for option in options]
        return "single", making.single_of(texts, shares, feedback)
    if is_single:
        draft.warn("single-with-several-keys", text="、".join(texts[place] for place in whole)[:40])
        return "multiple", making.multiple(texts, whole, feedback=feedback)
    keys = [place for place, option in enumerate(options) if option.weight > ZERO]
    if len(keys) == 1:
        draft.warn("multiple-with-one-key", text=texts[keys[0]][:40])
    return "multiple", making.multiple(texts, keys, weights=_whole(options) if keys else None, feedback=feedback)


def _whole(options: Sequence[Weighed]) -> list[Decimal]:
    """Return the weights, the right ones brought to the whole where rounding alone keeps them from it."""
    total = sum((option.weight for option in options if option.weight > ZERO), ZERO)
    scale = total if abs(total - ONE) < NEARLY else ONE
    weights = [option.weight / scale if option.weight > ZERO else option.weight for option in options]
    return [max(weight, -ONE).quantize(SEVEN_PLACES, ROUND_HALF_UP) for weight in weights]

"""Questions that say nearly the same: pairs of stems, found without comparing every stem with every other.

Two stems are compared (`difflib`'s ratio) only if they share one of their rarest runs of three characters.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assessments.kinds.normalise import normalise

LIKE = 0.85
RARE, CROWD = 12, 40  # Runs that are looked at for each stem; stems that may share one before it counts as common.
RUN = 3
LONGEST = 400  # Characters of a stem that are compared.
TELLING = 10  # Shorter stems ("下列说法正确的是") say too little: they are alike only with the same options.


@dataclass(frozen=True, slots=True)
class Stem:
    """One stem: what it belongs to, its text, and its options for the case that the text says too little."""

    owner: Hashable
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stems that are alike, the later one first, and how much, in percent."""

    later: Stem
    earlier: Stem
    percent: int


def alike(new: Sequence[Stem], known: Sequence[Stem] = ()) -> Iterator[Pair]:
    """Yield for each new stem the one before it, or known already, that is most like it, if any is."""
    stems = [*known, *new]
    texts = [_text_of(stem) for stem in stems]
    runs = [{text[start : start + RUN] for start in range(max(len(text) - RUN + 1, 1))} for text in texts]
    often = Counter(run for some in runs for run in some)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    equal: dict[str, int] = {}
    for place, text in enumerate(texts):
        rare = sorted(runs[place], key=lambda run: (often[run], run))[:RARE]
        if place >= len(known) and text:
            same = equal.get(text)
            others = {other for run in rare for other in sharing[run][-CROWD:]}
            best = (same, 1.0) if same is not None else _most_like(text, texts, sorted(others))
            if best is not None:
                yield Pair(stems[place], stems[best[0]], int(best[1] * 100))
        equal.setdefault(text, place)
        for run in rare:
            sharing[run].append(place)


def _text_of(stem: Stem) -> str:
    text = "".join(character for character in normalise(stem.text) if character.isalnum())
    if len(text) < TELLING and stem.options:
        text += "".join(sorted(normalise(option) for option in stem.options))
    return text[:LONGEST]


def _most_like(text: str, texts: Sequence[str], others: Sequence[int]) -> tuple[int, float] | None:
    """Return the place of the text most like this one, and how like it is; the cheap bounds are asked first."""
    matcher = SequenceMatcher(a="", b=text, autojunk=False)
    best, most = None, LIKE
    for place in others:
        matcher.set_seq1(texts[place])
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most and (ratio := matcher.ratio()) >= most:
            best, most = place, ratio
    return None if best is None else (best, most)

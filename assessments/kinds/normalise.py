"""When two short Chinese answers are the same answer: one reading of width, marks, spaces and case.

Only the copy that is compared is changed; the raw text is kept as it was typed.
"""

import re
import unicodedata

from .script import simplified, with_digits

_MARKS = str.maketrans(
    {
        "。": ".",
        "、": ",",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "《": "<",
        "》": ">",
        "〈": "<",
        "〉": ">",
        "【": "[",
        "】": "]",
        "—": "-",
        "–": "-",
        "‐": "-",
        "−": "-",
        "·": ".",
        "•": ".",
        "・": ".",
    }
)
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD])
_CJK_RANGES = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_EDGE = ".,;:!? "


def normalise(text: str, *, keep_case: bool = False, same_digits: bool = False, same_script: bool = False) -> str:
    """Return the form of `text` that is compared.

    `keep_case` is for blanks where case counts, `same_digits` for those where 十二 and 12 are the same,
    `same_script` for those where 會 and 会 are.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).translate(_INVISIBLE)
    words = folded.split()
    spaced = ("" if any(map(_is_cjk, folded)) else " ").join(words)
    stripped = _strip_edges(re.sub("-+", "-", spaced))
    if same_script:
        stripped = simplified(stripped)
    if same_digits:
        stripped = with_digits(stripped)
    return stripped if keep_case else stripped.casefold()


def _is_cjk(character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in _CJK_RANGES)


def _strip_edges(text: str) -> str:
    """Strip marks at both ends, but leave the point of ".5", which is inside a number."""
    stripped = text.strip(_EDGE)
    starts_at = len(text) - len(text.lstrip(_EDGE))
    is_decimal = stripped[:1].isdigit() and text[:starts_at].endswith(".")
    return f".{stripped}" if is_decimal else stripped

"""Keys as people write them: letters, numbers, words for true and false, marks before options."""

import re
import unicodedata
from collections.abc import Sequence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRUE_WORDS = frozenset(
    {
        "对",
        "正确",
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "真",
        "对的",
        "正确的",
        "T",
        "TRUE",
        "A",
        "Y",
        "YES",
        "1",
        "V",
        "R",
        "RIGHT",
    }
)
FALSE_WORDS = frozenset(
    {"错", "错误", "否", "×", "✗", "✘", "✕", "假", "不对", "错的", "错误的", "不正确", "不是"}
    | {"X", "F", "FALSE", "B", "N", "NO", "0", "W", "WRONG"}
)

_MARK = re.compile(r"^\s*[（(【\[]?\s*([A-Za-zＡ-Ｚａ-ｚ])\s*(?:[)）】\]][.．、:：]?|[.．、:：。,，])\s*")
_SEPARATORS = re.compile(r"[\s,，、;；/|｜.．。&＆+和与及]+")
_WRAPPING = "()（）[]【】〔〕“”\"'‘’ 。．."


class KeyUnread(ValueError):
    """A key that nobody can read; `code` says why, `text` is the part that it hangs on."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def truth_of(text: str) -> bool | None:
    """Return what a word for true or false says, or None for any other word."""
    word = unicodedata.normalize("NFKC", text).strip(_WRAPPING).upper()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def places_of_key(text: str, options: Sequence[str]) -> list[int]:
    """Return the places of the right options, from 0: the key may be letters, numbers, or the option's own words."""
    folded = unicodedata.normalize("NFKC", text).strip(_WRAPPING).upper()
    if not folded:
        raise KeyUnread("key-missing", "")
    parts = [part for part in _SEPARATORS.split(folded) if part]
    if parts and all(part.isascii() and part.isalpha() and set(part) <= set(LETTERS) for part in parts):
        by_letter = _within([LETTERS.index(letter) for part in parts for letter in part], options, folded, text)
        return _unless_words(by_letter, text, options)
    if parts and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return _unless_words(_within([int(part) - 1 for part in parts], options, folded, text), text, options)
    if places := _places_of_words(text, options):
        return places
    raise KeyUnread("key-unread", text)


def without_mark(text: str, place: int) -> str:
    """Return an option without a mark of its own ("A.", "（Ａ）"), if it is the mark of this place."""
    found = _MARK.match(text)
    letter = unicodedata.normalize("NFKC", found.group(1)).upper() if found else ""
    return text[found.end() :] if found and letter == LETTERS[place % 26] else text


def _within(places: list[int], options: Sequence[str], folded: str, text: str) -> list[int]:
    """Return the places in order; one that no option has is refused, unless the words are an option's own."""
    if all(0 <= place < len(options) for place in places):
        return sorted(set(places))
    if words := _places_of_words(text, options):
        return words
    raise KeyUnread("key-beyond-options" if len(folded) <= 26 else "key-unread", text)


def _unless_words(places: list[int], text: str, options: Sequence[str]) -> list[int]:
    """Return the places, unless the key is also the text of another option: then nobody can say which is meant."""
    words = _places_of_words(text, options)
    if words and words != places:
        raise KeyUnread("key-ambiguous", text)
    return places


def _places_of_words(text: str, options: Sequence[str]) -> list[int]:
    wanted = _folded(text)
    return [place for place, option in enumerate(options) if wanted and _folded(option) == wanted]


def fold(text: str) -> str:
    """Return text in one width."""
    return unicodedata.normalize("NFKC", text)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()

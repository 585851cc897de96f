"""What seats a clerk means by “社区党委书记、居委会主任”, as posts.toml says."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import product
from pathlib import Path

from people.enums import Committee, Post

JOINTS = re.compile(r"[、,/;；+&\n|]+|\s{1,}")
WEAK_JOINTS = re.compile(r"兼任|兼|暨|和|及")
NO_LONGER = ("原", "前", "拟", "候选", "第一")


@dataclass(frozen=True)
class PostOfCommittee:
    """A post on a committee; a single one is held by one person at a time."""

    committee: Committee
    post: Post
    is_single: bool


class UnknownPost(Exception):
    """The part of the text that is no post is the argument."""


@lru_cache
def spellings() -> Mapping[str, PostOfCommittee]:
    """Every way of writing every post."""
    tables = tomllib.loads((Path(__file__).parents[2] / "posts.toml").read_text(encoding="utf-8"))
    found: dict[str, PostOfCommittee] = {}
    for table in tables["posts"]:
        meant = PostOfCommittee(Committee(table["committee"]), Post(table["post"]), table.get("single", False))
        written = product(tables["prefixes"], tables["bodies"][table["committee"]], table["ranks"])
        for text in [*("".join(parts) for parts in written), *table["alone"]]:
            found.setdefault(plain(text), meant)
    return found


def plain(text: str) -> str:
    """A post without the ways of writing it: width, spaces, quotes, remarks in brackets."""
    narrow = unicodedata.normalize("NFKC", text)
    return re.sub(r"[“”\"'‘’\s]|\([^)]*\)|一肩挑", "", narrow)


@lru_cache(maxsize=4096)
def posts_in(text: str) -> tuple[PostOfCommittee, ...]:
    """The seats that the text names, each once, in its order."""
    if whole := one(plain(text)):
        return (whole,)
    marked = JOINTS.sub("、", re.sub(r"\([^)]*\)|一肩挑", "", unicodedata.normalize("NFKC", text)).strip())
    marked = marked.replace("书记主任", "书记、主任")
    found: dict[PostOfCommittee, None] = {}
    for part in filter(None, marked.split("、")):
        for post in one_or_more(plain(part)):
            found[post] = None
    if not found:
        raise UnknownPost(text)
    return tuple(found)


def one_or_more(part: str) -> list[PostOfCommittee]:
    """The post that a part is, or those that 兼 and the like join in it."""
    whole = one(part)
    if whole is not None:
        return [whole]
    pieces = [one(piece) for piece in WEAK_JOINTS.split(part) if piece]
    if len(pieces) < 2 or None in pieces:
        raise UnknownPost(part)
    return [piece for piece in pieces if piece is not None]


def one(text: str) -> PostOfCommittee | None:
    """The post of this spelling; the name of a village or community may stand before it."""
    if text in spellings():
        return spellings()[text]
    if text.startswith(NO_LONGER):
        return None
    for start in range(1, len(text)):
        if text[start - 1] in "区村居" and text[start:] in spellings():
            return spellings()[text[start:]]
    return None


def likely_posts(text: str) -> list[str]:
    """What the clerk may have meant."""
    common = ["社区党委书记", "社区党委副书记", "社区党委委员", "居委会主任", "居委会副主任", "居委会委员"]
    village = ["村党支部书记", "村党支部副书记", "村党支部委员", "村委会主任", "村委会副主任", "村委会委员"]
    return get_close_matches(plain(text), [*common, *village], n=3, cutoff=0.4) or ["居委会委员", "村委会委员"]

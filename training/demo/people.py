"""Invented people: names as they are met in Shandong, ID numbers that check out and belong to nobody.

The county in the numbers (3799) does not exist, and no network gives out the prefix 154: whatever stands
in the demo, it is nobody's number.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from stdnum.cn import ric

NO_COUNTY = "379900"
NO_NETWORK = "154"
OLDEST = date(1962, 1, 1)
YOUNGEST = date(1999, 12, 31)

NAMES = tomllib.loads((Path(__file__).parent / "content" / "names.toml").read_text(encoding="utf-8"))
RARE = ("欧阳𬱖", "陈𬭚玉", "司马𠮷祥", "阿卜杜热西提·买买提", "王㛃")
"""Names that a system made for the usual six thousand characters cannot write."""


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    name: str
    id_number: str
    phone: str
    is_male: bool
    born_on: date


def invented_people(seed: int) -> Iterator[Invented]:
    """People without end, always the same for the same seed, no two with one name, number or phone."""
    random = Random(seed)  # noqa: S311  # Nothing here is secret.
    known: set[str] = set()
    for number in range(1, 1000):
        is_male = random.random() < 0.62
        name = _name(random, is_male=is_male)
        if name in known:
            continue
        known.add(name)
        yield invented(name, seed * 1000 + number, is_male=is_male, age_days=random.randrange(_span().days))


def invented(name: str, number: int, *, is_male: bool, age_days: int) -> Invented:
    """A person of that name; different numbers make different people."""
    born_on = OLDEST + timedelta(days=age_days)
    order = number % 450 * 2 + int(is_male) + 100
    body = f"{NO_COUNTY}{born_on:%Y%m%d}{order:03}"
    return Invented(name, body + ric.calc_check_digit(body + "0"), f"{NO_NETWORK}{number:08}", is_male, born_on)


def _name(random: Random, *, is_male: bool) -> str:
    given: list[str] = NAMES["men" if is_male else "women"]
    return str(random.choice(NAMES["surnames"])) + random.choice(given)


def _span() -> timedelta:
    return YOUNGEST - OLDEST

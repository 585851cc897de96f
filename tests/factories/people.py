"""Units, people, elections, seats and grants for tests, each with defaults that work."""

import itertools
from datetime import UTC, date, datetime
from random import Random

from stdnum.cn import ric

from people.domain.accounts import grant_role, new_person
from people.domain.identity import birth_date_of, sex_of
from people.enums import Committee, Level, Post, Sex
from people.models.accounts import User
from people.models.elections import Election, Seat, Term
from people.models.organisation import OrgUnit
from people.models.roles import Grant

ELECTION_DAY = date(2026, 11, 8)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Nine in the morning in Shandong.
PASSWORD = "warm-paper-ink"

LEVELS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.DISTRICT, 9: Level.STREET, 12: Level.VILLAGE}
NAMES = {
    "37": "山东省",
    "3701": "济南市",
    "3702": "青岛市",
    "370103": "市中区",
    "370112": "历城区",
    "370202": "市南区",
    "370103010": "六里山街道",
    "370103010001": "六里山路社区居民委员会",
    "370103010002": "六里山南路社区居民委员会",
    "370112001": "山大路街道",
    "370112001001": "甸柳第一社区居民委员会",
}
numbers = itertools.count(1)


def make_unit(code: str, name: str | None = None, level: Level | None = None) -> OrgUnit:
    """The unit with this code, made with everything above it unless it is there."""
    known = OrgUnit.objects.filter(code=code).first()
    if known is not None:
        return known
    unit = OrgUnit(
        code=code, name=name or NAMES.get(code, f"单位{code}"), level=level or LEVELS.get(len(code), Level.GRID)
    )
    above = [length for length in LEVELS if length < len(code)]
    if not above:
        OrgUnit.add_root(instance=unit)
        return unit
    parent = make_unit(code[: max(above)])
    parent.refresh_from_db()
    parent.add_child(instance=unit)
    return unit


def make_id_number(
    *, born_on: date = date(1970, 1, 1), sex: Sex = Sex.FEMALE, serial: int | None = None, region: str = "370103"
) -> str:
    """A valid ID number of nobody; the serial number (0 to 499) makes it another one."""
    serial = next(numbers) % 500 if serial is None else serial
    order = serial * 2 + (1 if sex == Sex.MALE else 0)
    body = f"{region}{born_on:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def make_phone(serial: int | None = None) -> str:
    """A mobile number of nobody."""
    return f"138{next(numbers) if serial is None else serial:08d}"


def make_person(
    name: str = "林秀英",
    *,
    username: str | None = None,
    id_number: str | None = None,
    phone: str | None = None,
    password: str = PASSWORD,
    must_change_password: bool = False,
) -> User:
    """A person who can log in with PASSWORD."""
    serial = next(numbers)
    number = (
        make_id_number(born_on=date(1950 + serial % 50, 1 + serial % 12, 1 + serial // 12 % 28))
        if id_number is None
        else id_number
    )
    person = new_person(
        name=name,
        id_number=number,
        phone=make_phone(serial) if phone is None else phone,
        sex=sex_of(number) if number else Sex.FEMALE,
        born_on=birth_date_of(number) if number else None,
        username=username or f"person{serial}",
    )
    person.set_password(password)
    person.must_change_password = must_change_password
    person.save()
    return person


def make_grant(user: User, role: str, unit: OrgUnit, *, starts_on: date = date(2026, 1, 1)) -> Grant:
    """A role that is in force."""
    return grant_role(user=user, role=role, unit=unit, starts_on=starts_on)


def make_term(unit: OrgUnit, *, begins_on: date = ELECTION_DAY) -> Term:
    """The term of five years that begins on that day."""
    term, _ = Term.objects.get_or_create(
        unit=unit,
        begins_on=begins_on,
        defaults={"name": f"{begins_on.year}届", "ends_on": begins_on.replace(year=begins_on.year + 5)},
    )
    return term


def make_election(unit: OrgUnit, *, held_on: date = ELECTION_DAY, name: str = "2026年村（社区）“两委”换届") -> Election:
    """An open election of the unit and its subtree."""
    return Election.objects.create(unit=unit, name=name, held_on=held_on, term=make_term(unit, begins_on=held_on))


def make_seat(
    person: User,
    unit: OrgUnit,
    *,
    committee: Committee = Committee.PARTY,
    post: Post = Post.SECRETARY,
    election: Election | None = None,
    newly_elected: bool = True,
    started_on: date = ELECTION_DAY,
    ended_on: date | None = None,
) -> Seat:
    """A seat that the person holds; secretary of the party organization unless said otherwise."""
    return Seat.objects.create(
        person=person,
        unit=unit,
        committee=committee,
        post=post,
        is_single=post in {Post.SECRETARY, Post.DIRECTOR, Post.SUPERVISOR_HEAD},
        term=election.term if election else make_term(unit, begins_on=started_on),
        election=election,
        newly_elected=newly_elected,
        started_on=started_on,
        ended_on=ended_on,
    )


def invented_name(rng: Random) -> str:
    """A name of two or three characters."""
    given = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"
    return rng.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗") + "".join(rng.choices(given, k=rng.choice((1, 2, 2))))

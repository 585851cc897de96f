"""Loading the demo: five districts, two elections, one course, thirty questions, four classes.

Everything is done by the functions that the pages call, in the order in which a district would do it, with the
times of the past twelve weeks.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from people.domain.divisions import import_divisions, read_divisions
from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from training.demo import classes
from training.demo.bank import load_bank, load_paper, load_practice
from training.demo.classes import Stage
from training.demo.course import load_course
from training.demo.designs import load_design
from training.demo.elections import bring_in, leave_checked
from training.demo.pledges import load_pledge_texts
from training.demo.roster import by_election, elected_in, roster, secretaries_of_the_demo
from training.demo.staff import ORGANIZERS, OTHERS, hire, let_in

DIVISIONS = Path(__file__).parent / "divisions.csv"
PREFIXES = {"370103": "SZ", "370112": "LC", "370202": "SN", "370811": "RC", "370403": "XC"}
HOME, SISTER = "370103", "370112"
COMMUNITIES = {HOME: 26, SISTER: 8}
LARGE = 7
WEEKS_SINCE_ELECTION = 12

Say = Callable[[str], None]


class NotHere(Exception):
    """The demo has passwords that everybody knows: it is for one's own machine."""


def is_loaded() -> bool:
    """Whether the demo, or anything else, has been put in already."""
    return User.objects.exists() or OrgUnit.objects.exists()


def load(*, at: datetime, say: Say) -> None:
    """Load everything; `say` hears what is going on."""
    if not settings.IS_LOCAL:
        raise NotHere
    with translation.override(settings.LANGUAGE_CODE):
        _load(at, say)


def _load(at: datetime, say: Say) -> None:
    today = timezone.localdate(at)
    elected_on = today - timedelta(weeks=WEEKS_SINCE_ELECTION)
    say("units of five districts")
    _units(elected_on)
    staff = hire((*ORGANIZERS, *OTHERS), starts_on=elected_on)
    say("elections of two districts")
    counted = at - timedelta(weeks=WEEKS_SINCE_ELECTION)
    election = _election(HOME, 1, secretaries_of_the_demo(), staff["wu"], counted)
    _election(SISTER, 2, (), staff["he"], counted)
    home = OrgUnit.objects.get(code=HOME)
    leave_checked(
        data=by_election(_communities(HOME), elected_on=today - timedelta(days=4)),
        name="补选人员名册.xlsx",
        unit=home,
        by=staff["wu"],
        at=at - timedelta(hours=1),
    )
    lin = User.objects.get(name="林秀英")
    let_in(lin, "lin")
    say("a course, thirty questions, three pledge texts, a design of certificates")
    course = load_course(author=staff["chen"])
    questions = load_bank(unit=home, author=staff["chen"], at=at - timedelta(days=70))
    paper = load_paper(unit=home, questions=questions, author=staff["chen"])
    practice = load_practice(unit=home, author=staff["chen"], at=at - timedelta(days=40))
    load_pledge_texts(author=staff["gao"], effective_on=elected_on)
    load_design(unit=home, author=staff["gao"])
    _signing_key()
    stage = Stage(home, election, course, paper, practice, staff["wu"], staff["sun"], lin, today)
    for tell, story in (
        ("a class that is certified", classes.certified),
        ("a class that is examined", classes.examined),
        ("a class that is studying", classes.studying),
        ("a class that is still to be opened", classes.opening_soon),
    ):
        say(tell)
        story(stage)


def _units(on: date) -> None:
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        import_divisions(divisions=read_divisions(file), on=on)
    for code, prefix in PREFIXES.items():
        OrgUnit.objects.filter(code=code).update(number_prefix=prefix)


def _election(code: str, seed: int, secretaries: tuple[str, ...], organizer: User, at: datetime) -> Election:
    unit, elected_on = OrgUnit.objects.get(code=code), timezone.localdate(at)
    lines = elected_in(_communities(code), seed=seed, secretaries=secretaries)
    title = f"{unit.name}{elected_on.year}年社区“两委”换届当选人员名册"
    data = roster(title, lines, elected_on=elected_on)
    return bring_in(data=data, name=f"{title}.xlsx", unit=unit, by=organizer, at=at)


def _communities(code: str) -> list[OrgUnit]:
    """The first communities of every street: two of the larger streets, one of the others."""
    found: list[OrgUnit] = []
    for street in OrgUnit.objects.get(code=code).get_children():
        below = [unit for unit in street.get_children() if "社区" in unit.name]
        found += below[: 2 if len(below) > LARGE else 1]
    return found[: COMMUNITIES[code]]


def _signing_key() -> None:
    """Certificates and pledges are signed: make this machine's key, unless it has one."""
    if not Path(settings.SIGNING_KEY_FILE).exists():
        call_command("make_signing_ca", verbosity=0)

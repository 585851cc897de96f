"""The pledges signed on a phone by touch, by the keyboard alone and with scripts off: docs/how-to/pledges.md."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from certificates.models.pledges import Pledge
from cohorts.models.cohort import Cohort
from people.models.accounts import User
from tests.browser.album import take
from tests.browser.ceremony import organizer, trainee
from tests.browser.ceremony.ways import ByKeyboard, ByTouch, WithoutScripts
from tests.browser.ceremony.witness import witness
from tests.browser.conftest import DESKTOP, OpenBrowser
from tests.browser.site import Site
from tests.browser.stair.staff import PASSWORD, make_staff
from tests.browser.stair.visitor import Visitor
from tests.factories.certificates import PASSWORD as SIGNING_PASSWORD
from tests.factories.certificates import complete
from tests.factories.certificates import sign as sign_quietly
from tests.factories.cohorts import make_cohort, make_enrollment, make_person, make_unit
from training.demo.pledges import load_pledge_texts


@dataclass(frozen=True)
class Class:
    """A class that is asked for its pledges."""

    cohort: Cohort
    organizer: User

    def join(self, name: str) -> User:
        """Somebody of the class who has only the pledges left to do."""
        person = make_person(name, password=make_password(PASSWORD, hasher="argon2id19"))
        complete(make_enrollment(self.cohort, person, at=timezone.now()), at=timezone.now())
        return person


@pytest.fixture(scope="module")
def training_class(site: Site) -> Class:
    """A class of newly elected secretaries, with the texts of the demo."""
    site.manage("make_signing_ca")
    unit = make_unit("市中区")
    organizer = make_staff("wu", "吴组织员", "organizer", unit)
    load_pledge_texts(author=organizer, effective_on=date(2026, 1, 1))
    cohort = make_cohort(
        unit,
        name="2026年新任社区书记培训班",
        organizer=organizer,
        pledge_kinds=("duty", "resignation"),
        at=timezone.now(),
    )
    return Class(cohort, organizer)


def kinds_of_signature(person: User) -> list[str]:
    """How each pledge of the person was signed; one that is not signed has no kind."""
    pledges = Pledge.objects.filter(enrollment__person=person)
    return [(pledge.evidence or {}).get("signature_kind", "") for pledge in pledges]


def album(visitor: Visitor) -> Callable[[str], None]:
    """Keep the first picture of each screen, and look at it as at every page."""
    kept: set[str] = set()

    def look(name: str) -> None:
        if name not in kept:
            kept.add(name)
            take(visitor.page, f"pledge-{name}")
            visitor.look(reopen=name != "03-too-fast")  # Reloading would send it again.

    return look


def test_a_trainee_signs_with_a_finger(site: Site, training_class: Class, open_browser: OpenBrowser) -> None:
    lin = training_class.join("林秀英")
    visitor = Visitor("林秀英", open_browser(), site)
    way = ByTouch(visitor.page)
    trainee.enter(way, lin.username, PASSWORD)

    trainee.sign_all(way, name="林秀英", password=PASSWORD, look=album(visitor))

    assert kinds_of_signature(lin) == ["drawn", "drawn"]


def test_a_trainee_signs_by_the_keyboard_alone(training_class: Class, open_browser: OpenBrowser) -> None:
    shao = training_class.join("邵玉堂")
    way = ByKeyboard(open_browser())
    trainee.enter(way, shao.username, PASSWORD)

    trainee.sign_all(way, name="邵玉堂", password=PASSWORD, look=lambda _: None)

    assert kinds_of_signature(shao) == ["typed", "typed"]


def test_a_trainee_signs_with_scripts_off(training_class: Class, open_browser: OpenBrowser) -> None:
    qiao = training_class.join("乔学勤")
    way = WithoutScripts(open_browser(scripts=False))
    trainee.enter(way, qiao.username, PASSWORD)

    trainee.sign_all(way, name="乔学勤", password=PASSWORD, look=lambda _: None)

    assert kinds_of_signature(qiao) == ["typed", "typed"]


def test_somebody_who_cannot_read_signs_with_a_witness(
    site: Site, training_class: Class, open_browser: OpenBrowser
) -> None:
    hao = training_class.join("郝大江")
    chen = make_staff("chen", "陈明华", "trainer", training_class.cohort.unit)
    visitor = Visitor("陈明华", open_browser(), site)
    way = ByTouch(visitor.page)
    trainee.enter(way, chen.username, PASSWORD)

    witness(way, cohort_id=training_class.cohort.pk, name="郝大江", password=PASSWORD, look=album(visitor))

    assert kinds_of_signature(hao) == ["drawn", "drawn"]
    signed = Pledge.objects.filter(enrollment__person=hao)
    assert {pledge.parties["witness"]["name"] for pledge in signed} == {"陈明华"}


def test_the_organizer_countersigns_and_residents_read_what_is_posted(
    site: Site, training_class: Class, open_browser: OpenBrowser
) -> None:
    gao, cohort = training_class.join("高文静"), training_class.cohort
    gao.set_password(SIGNING_PASSWORD)
    gao.save()
    for pledge in Pledge.objects.with_people().filter(enrollment__person=gao, state="due")[:1]:
        sign_quietly(pledge, at=timezone.now() - timedelta(hours=1))
    wu = Visitor("吴组织员", open_browser(viewport=DESKTOP), site)
    wu.log_in("wu", PASSWORD)

    organizer.countersign(wu, cohort)
    organizer.post(wu, cohort, until=(timezone.localdate() + timedelta(days=30)).isoformat())

    passer_by = Visitor("路人", open_browser(), site)
    passer_by.open(f"/board/{cohort.unit.code}/")
    album(passer_by)("16-board")
    assert "高＊＊" in passer_by.page.locator("main").inner_text()
    assert "高文静" not in passer_by.page.content()

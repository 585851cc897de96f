"""Playing in a browser: only what may be seen now, no choice twice, the debrief after the ending."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.models.cohort import Cohort
from cohorts.models.runs import RunChoice, SimulationRun
from people.models.accounts import User
from tests.factories.cohorts import make_cohort, make_course, make_enrollment, make_person, make_simulation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    """A trainee."""
    return make_person("林秀英")


@pytest.fixture
def cohort(lin: User) -> Cohort:
    """An open cohort of a simulation, with Lin in it."""
    course = make_course()
    make_simulation(course)
    cohort = make_cohort(course=course, at=timezone.now())
    make_enrollment(cohort, lin)
    return cohort


@pytest.fixture
def browser(client: Client, lin: User) -> Client:
    """Lin's browser, in English."""
    client.force_login(lin)
    client.cookies["django_language"] = "en"
    return client


def address(name: str, cohort: Cohort, *args: int) -> str:
    """The address of a page of the simulation."""
    return reverse(f"cohorts:run-{name}", args=[cohort.pk, 1, *args])


def offered(text: str) -> dict[str, str]:
    """What the page offers: label → key."""
    found = re.findall(r'name="choice" value="([^"]+)">(?:<span class="option__text">)?([^<]*)<', text)
    return {label.strip(): key for key, label in found}


def take(browser: Client, cohort: Cohort, label: str, *, number: int) -> None:
    """Press the choice with this label; "" for the only one."""
    choices = offered(browser.get(address("scene", cohort, 1)).text)
    key = choices[label] if label else next(iter(choices.values()))
    browser.post(address("choose", cohort, 1), {"number": number, "choice": key})


def play(browser: Client, cohort: Cohort, *labels: str) -> None:
    """Begin and make these choices."""
    browser.post(address("start", cohort))
    for number, label in enumerate(labels, start=1):
        take(browser, cohort, label, number=number)


def test_beginning_leads_to_the_first_scene(browser: Client, cohort: Cohort) -> None:
    response = browser.post(address("start", cohort), follow=True)

    assert response.redirect_chain == [(f"/learn/{cohort.pk}/1/runs/1/", 302)]
    assert "消防车进不来" in response.text


def test_a_scene_knows_nothing_of_what_comes(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "同意锁车")

    text = browser.get(address("scene", cohort, 1)).text

    assert list(offered(text)) == ["下次再议"]
    for secret in ("交业主表决", "僵住", "成了", "廉洁", "理由:", "依据:", "violation", "effects", "群众等的是答复"):
        assert secret not in text


def test_the_debrief_tells_what_the_scene_hid(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "同意锁车", "下次再议")

    text = browser.get(address("debrief", cohort, 1)).text

    for told in (
        "理由:同意锁车。",
        "依据:同意锁车。",
        "Against the rules",
        "廉洁",
        "群众等的是答复",
        "没办成",
        "polyline",
    ):
        assert told in text


def test_there_is_no_debrief_before_the_ending(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "同意锁车")

    response = browser.get(address("debrief", cohort, 1))

    assert response.headers["Location"] == address("scene", cohort, 1)


def test_a_second_press_is_harmless(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "")
    listen, lock = offered(browser.get(address("scene", cohort, 1)).text).values()

    answers = [
        browser.post(address("choose", cohort, 1), {"number": 2, "choice": key}) for key in (listen, listen, lock)
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert list(RunChoice.objects.values_list("number", "choice"))[1:] == [(2, listen)]


@pytest.mark.parametrize("number", ["", "0", "-1", "7", "9999999999", "两"])
def test_a_choice_out_of_turn_is_refused_without_a_trace(browser: Client, cohort: Cohort, number: str) -> None:
    play(browser, cohort, "")
    listen, _lock = offered(browser.get(address("scene", cohort, 1)).text).values()

    response = browser.post(address("choose", cohort, 1), {"number": number, "choice": listen})

    assert response.status_code == 409
    assert RunChoice.objects.count() == 1


def test_a_hidden_choice_is_refused_without_a_trace(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "坐下来听")
    hidden = offered(browser.get(address("scene", cohort, 1)).text)["交业主表决"]
    RunChoice.objects.all().delete()
    take(browser, cohort, "", number=1)
    take(browser, cohort, "同意锁车", number=2)

    response = browser.post(address("choose", cohort, 1), {"number": 3, "choice": hidden})

    assert response.status_code == 409
    assert "Choose again" in response.text
    assert RunChoice.objects.count() == 2


def test_the_servers_clock_chooses(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "坐下来听")
    RunChoice.objects.filter(number=2).update(chosen_at=timezone.now() - timedelta(minutes=10))

    response = browser.get(address("scene", cohort, 1), follow=True)

    assert "The time was up" in response.text
    assert "没有下文" in response.text
    assert SimulationRun.objects.get().outcome == "没办成"


def test_the_seconds_left_stand_on_the_page(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "坐下来听")

    left = browser.get(address("scene", cohort, 1)).context["seconds_left"]

    assert 55 <= left <= 60


def test_what_has_changed_is_said_beside_the_meter(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "坐下来听")

    meters = browser.get(address("scene", cohort, 1)).context["meters"]

    assert [(meter["label"], meter["value"], meter["change"]) for meter in meters] == [("群众信任", 70, "+20")]


def test_another_run_is_begun_after_the_first(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "同意锁车", "下次再议")

    browser.post(address("start", cohort))

    assert list(SimulationRun.objects.values_list("number", "state")) == [(1, "ended"), (2, "running")]


def test_somebody_elses_run_is_not_there(browser: Client, cohort: Cohort) -> None:
    play(browser, cohort, "", "同意锁车", "下次再议")
    zhao = Client()
    other = make_person("赵建国")
    make_enrollment(cohort, other)
    zhao.force_login(other)

    for name in ("scene", "debrief"):
        assert browser.get(address(name, cohort, 1)).status_code == 200
        assert zhao.get(address(name, cohort, 1)).status_code == 404
    assert zhao.post(address("choose", cohort, 1), {"number": 4, "choice": "x"}).status_code == 404

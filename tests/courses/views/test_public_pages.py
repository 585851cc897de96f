"""What anybody may read without logging in: outlines, never bodies."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models.catalogue import CataloguePage
from courses.models.topics import Topic
from people.models.accounts import User
from tests.factories.courses import make_case_study, make_course, make_lecture, make_simulation

pytestmark = pytest.mark.django_db

CATALOGUE = "/courses/"


def test_the_front_page_takes_the_place_of_the_welcome_page(client: Client) -> None:
    make_course("Parking in old estates")

    page = client.get("/")

    assert page.templates[0].name == "courses/home_page.html"
    assert [course.title for course in page.context["courses"]] == ["Parking in old estates"]


def test_the_front_page_shows_the_three_newest_courses(client: Client) -> None:
    for number in range(4):
        make_course(f"Course {number}")

    page = client.get("/")

    assert [course.title for course in page.context["courses"]] == ["Course 3", "Course 2", "Course 1"]


def test_the_catalogue_counts_published_modules_and_their_hours(client: Client) -> None:
    course = make_course()
    make_lecture(course, credit_hours="1.5")
    make_simulation(course, credit_hours="2")
    make_lecture(course, "Draft", live=False)

    [listed] = client.get(CATALOGUE).context["courses"]

    assert (listed.module_count, str(listed.hour_count)) == (2, "3.5")


def test_a_course_without_modules_counts_none(client: Client) -> None:
    make_course()

    [listed] = client.get(CATALOGUE).context["courses"]

    assert (listed.module_count, listed.hour_count) == (0, 0)


def test_a_draft_course_is_not_listed(client: Client) -> None:
    make_course("Draft", live=False)
    make_course("Published")

    assert [course.title for course in client.get(CATALOGUE).context["courses"]] == ["Published"]


def test_the_catalogue_is_narrowed_by_topic(client: Client) -> None:
    integrity = Topic.objects.create(name="廉洁履职")
    about = make_course("About integrity")
    about.topics.add(integrity)
    about.save()
    make_course("About parking")

    page = client.get(CATALOGUE, {"topic": integrity.pk})

    assert [course.title for course in page.context["courses"]] == ["About integrity"]


@pytest.mark.parametrize("query", ["topic=999999", "topic=x", "topic=-1", "page=x", "page=999", "q=%22*%28", "q=%00"])
def test_an_address_that_was_tampered_with_is_answered_calmly(client: Client, query: str) -> None:
    make_course()

    assert client.get(f"{CATALOGUE}?{query}").status_code == 200


def test_the_catalogue_costs_the_same_for_3_30_and_300_courses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.models.catalogue.PAGE_SIZE", 1000)
    topic = Topic.objects.create(name="民主协商")
    costs = []
    for more in (3, 27, 270):
        fill(topic, more)
        client.get(CATALOGUE)  # Sites and content types are remembered from the first time on.
        with CaptureQueriesContext(connection) as queries:
            page = client.get(CATALOGUE)
        costs.append(len(queries))

    assert len(page.context["courses"]) == 300
    assert len(set(costs)) == 1


def fill(topic: Topic, count: int) -> None:
    """Publish courses with a topic and a module each."""
    for number in range(count):
        course = make_course(f"Course {number}")
        course.topics.add(topic)
        course.save()
        make_lecture(course)


def test_a_course_shows_its_goals_and_modules_in_order(client: Client) -> None:
    course = make_course(goals="Tell small from large.\n\nKeep a record.")
    first, second = make_lecture(course, "First"), make_case_study(course, "Second")

    page = client.get(course.url)

    assert [module.pk for module in page.context["modules"]] == [first.pk, second.pk]
    assert course.goal_list == ["Tell small from large.", "Keep a record."]
    assert "Keep a record." in page.content.decode()


def test_a_module_shows_its_outline_and_not_its_body(client: Client) -> None:
    course = make_course()

    for module, secrets in (
        (make_lecture(course), ["Two chairs"]),
        (make_case_study(course), ["The background.", "Money.", "The accounts were opened.", "Names the cause"]),
        (make_simulation(course), ["At the gate", "Listen", "Because."]),
    ):
        page = client.get(module.url).content.decode()
        assert "What it is about." in page
        assert [secret for secret in secrets if secret in page] == []


def test_the_body_template_of_each_kind_shows_what_is_learned(client: Client, chen: User) -> None:
    course = make_course()
    client.force_login(chen)

    for module, shown in (
        (make_lecture(course), "Two chairs"),
        (make_case_study(course), "Money."),
        (make_simulation(course), "You are new here."),
    ):
        page = module.make_preview_request(preview_mode="").content.decode()
        assert shown in page
        assert "The accounts were opened." not in page


def test_the_preview_is_a_phone_by_default() -> None:
    lecture = make_lecture(make_course())

    assert lecture.default_preview_size == "mobile"
    assert next(size for size in lecture.preview_sizes if size["name"] == "mobile")["device_width"] < 400


def test_there_is_one_catalogue_below_one_front_page() -> None:
    [catalogue] = CataloguePage.objects.all()

    assert catalogue.url == CATALOGUE
    assert catalogue.get_parent().is_leaf() is False

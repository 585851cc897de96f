"""Chinese is found inside a run of characters, on every database, where people search and where authors choose."""

from collections.abc import Callable

import pytest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from courses.models.catalogue import CoursePage
from courses.models.topics import Topic
from tests.factories.courses import make_course
from training.search import asked, indexed


@pytest.mark.parametrize(
    ("text", "stored", "question"),
    [
        ("停车纠纷", "停车 车纠 纠纷 停 车 纠 纷", "停车 车纠 纠纷"),
        ("车", "车", "车"),
        ("G2停车", "G2 停车 停 车", "G2 停车"),
        ("parking lot", "parking lot", "parking lot"),
        ("欧阳𬱖", "欧阳 阳𬱖 欧 阳 𬱖", "欧阳 阳𬱖"),
        ("", "", ""),
        ("a\0b", "a\0b", "a b"),
    ],
)
def test_runs_of_characters_are_cut_in_pairs(text: str, stored: str, question: str) -> None:
    assert (indexed(text).split(), asked(text).split()) == (stored.split(), question.split())


@pytest.fixture
def courses(db: None, run_tasks: Callable[[], int]) -> None:
    """Three courses in the index."""
    make_course("小区停车纠纷的分层协商", summary="议事角和板凳会议。")
    make_course("集体收入与四议两公开", summary="共富超市的四张清单。")
    make_course("Parking in old estates")
    run_tasks()


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("停车", ["小区停车纠纷的分层协商"]),
        ("停车纠纷", ["小区停车纠纷的分层协商"]),
        ("板凳会议", ["小区停车纠纷的分层协商"]),
        ("协商 停车", ["小区停车纠纷的分层协商"]),
        ("车纠", ["小区停车纠纷的分层协商"]),
        ("款", []),
        ("富", ["集体收入与四议两公开"]),
        ("纠车", []),
        ("parking", ["Parking in old estates"]),
    ],
)
def test_people_find_courses(words: str, found: list[str]) -> None:
    assert [course.title for course in CoursePage.objects.live().search(words)] == found


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize("words", ['"停车" OR (', "*", '"', '""', '停"车', "'; --", "停车\0", " ", "\\", "a:b & !c"])
def test_no_question_breaks_the_search(words: str) -> None:
    assert {course.title for course in CoursePage.objects.live().search(words)} <= {"小区停车纠纷的分层协商"}


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize("typed", ["停", "停车", "停车纠", "分层"])
def test_the_choosers_of_the_editor_find_pages_while_one_types(typed: str) -> None:
    assert [page.title for page in Page.objects.autocomplete(typed)] == ["小区停车纠纷的分层协商"]


@pytest.mark.django_db
def test_topics_are_found_too(run_tasks: Callable[[], int]) -> None:
    Topic.objects.create(name="党建引领基层治理")
    run_tasks()

    assert [topic.name for topic in get_search_backend().search("基层", Topic)] == ["党建引领基层治理"]

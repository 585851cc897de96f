"""A trainer of another district: her own pages are hers, everybody else's are only to be read by readers."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.domain.setting_up import AUTHORS, EDITORS
from courses.models.catalogue import CataloguePage, CoursePage
from courses.models.modules import LecturePage
from people.models.accounts import User
from tests.factories.courses import make_course, make_lecture

pytestmark = pytest.mark.django_db
BULK = "/cms/bulk/wagtailcore/page"


@pytest.fixture
def course(chen: User) -> CoursePage:
    """Chen's course."""
    return make_course(owner=chen)


@pytest.fixture
def lecture(chen: User, course: CoursePage) -> LecturePage:
    """Chen's lecture: published, with a draft that says something else."""
    lecture = make_lecture(course, owner=chen)
    lecture.summary = "尚未公开的草稿"
    lecture.save_revision()
    return lecture


@pytest.fixture
def other(mei: User, client: Client) -> User:
    """Mei, a trainer elsewhere, at the editor."""
    mei.groups.add(Group.objects.get(name=AUTHORS))
    client.force_login(mei)
    return mei


def stays_as_it_is(lecture: LecturePage) -> bool:
    lecture.refresh_from_db()
    return lecture.live and lecture.summary != "尚未公开的草稿"


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_she_neither_publishes_nor_takes_back_what_another_wrote(
    client: Client, other: User, lecture: LecturePage, action: str
) -> None:
    one = reverse("wagtailadmin_pages:unpublish", args=[lecture.pk])

    client.post(one)
    client.post(f"{BULK}/{action}/?id={lecture.pk}", {"include_descendants": "on"})
    client.post(f"{BULK}/{action}/?id={lecture.get_parent().pk}", {"include_descendants": "on"})
    client.post(f"{BULK}/{action}/?id={CataloguePage.objects.get().pk}", {"include_descendants": "on"})

    assert stays_as_it_is(lecture)
    assert CataloguePage.objects.get().live


def test_she_does_not_read_the_draft_of_another(client: Client, other: User, lecture: LecturePage) -> None:
    draft = reverse("wagtailadmin_pages:view_draft", args=[lecture.pk])
    revision = reverse("wagtailadmin_pages:revisions_view", args=[lecture.pk, lecture.latest_revision_id])

    answers = [client.get(url) for url in (draft, revision)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_its_author_reads_publishes_and_takes_it_back(client: Client, chen: User, lecture: LecturePage) -> None:
    chen.groups.add(Group.objects.get(name=AUTHORS))
    client.force_login(chen)

    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[lecture.pk]))
    client.post(f"{BULK}/publish/?id={lecture.pk}")
    lecture.refresh_from_db()
    published = lecture.summary
    client.post(reverse("wagtailadmin_pages:unpublish", args=[lecture.pk]))

    lecture.refresh_from_db()
    assert draft.status_code == 200
    assert published == "尚未公开的草稿"
    assert not lecture.live


def test_an_editor_publishes_what_others_wrote(client: Client, other: User, lecture: LecturePage) -> None:
    other.groups.add(Group.objects.get(name=EDITORS))

    client.post(f"{BULK}/publish/?id={lecture.pk}")

    assert not stays_as_it_is(lecture)

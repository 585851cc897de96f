"""A page that a class learns from is never deleted: whoever tries is told which class, and may unpublish it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.models.modules import ModulePage
from people.models.accounts import User
from tests.factories.cohorts import make_cohort, make_course, make_lecture

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(mei: User, client: Client) -> ModulePage:
    """The lecture of an open class, and somebody at the CMS who may do everything."""
    User.objects.filter(pk=mei.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=mei.pk))
    return make_cohort(name="新任书记第一期").modules.get().module


@pytest.mark.parametrize("whole_course", [False, True])
def test_deleting_names_the_class_and_offers_to_unpublish(client: Client, used: ModulePage, whole_course: bool) -> None:
    page = used.get_parent() if whole_course else used

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert Page.objects.filter(pk=used.pk).exists()
    assert answer.status_code == 200
    assert "新任书记第一期" in answer.text
    assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in answer.text


def test_deleting_several_at_once_says_the_same(client: Client, used: ModulePage) -> None:
    free = make_lecture(make_course())

    answer = client.post(f"/cms/bulk/wagtailcore/page/delete/?id={free.pk}&id={used.pk}", follow=True)

    assert Page.objects.filter(pk__in=[used.pk, free.pk]).count() == 2
    assert "新任书记第一期" in answer.text


def test_a_page_without_records_is_deleted(client: Client, used: ModulePage) -> None:
    free = make_lecture(make_course())

    client.post(reverse("wagtailadmin_pages:delete", args=[free.pk]))

    assert not Page.objects.filter(pk=free.pk).exists()

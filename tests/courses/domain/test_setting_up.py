"""A new installation lets trainers write and editors review, and sets nothing up twice."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow

from courses.domain.setting_up import AUTHORS, EDITORS, WORKFLOW, set_up
from courses.models.catalogue import CataloguePage
from people.models.accounts import User
from tests.factories.courses import make_course, make_lecture

pytestmark = pytest.mark.django_db


def may(user: User, group: str) -> User:
    """The same person, in that group."""
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def test_migrating_makes_the_groups_and_the_review() -> None:
    assert set(Group.objects.filter(name__in=[AUTHORS, EDITORS]).values_list("name", flat=True)) == {AUTHORS, EDITORS}
    [task] = GroupApprovalTask.objects.filter(name=WORKFLOW)
    assert [group.name for group in task.groups.all()] == [EDITORS]
    assert CataloguePage.objects.get().get_workflow().name == WORKFLOW


def test_running_it_again_changes_nothing() -> None:
    before = (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count())

    set_up()

    assert (Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count()) == before


def test_what_a_site_took_away_stays_away() -> None:
    GroupPagePermission.objects.filter(group__name=AUTHORS, permission__codename="publish_page").delete()

    set_up()

    assert not GroupPagePermission.objects.filter(group__name=AUTHORS, permission__codename="publish_page").exists()


def test_an_author_writes_and_publishes_pages_of_their_own(mei: User) -> None:
    author = may(mei, AUTHORS)
    lecture = make_lecture(make_course(), owner=author)

    permissions = lecture.permissions_for_user(author)

    assert author.has_perm("wagtailadmin.access_admin")
    assert (permissions.can_edit(), permissions.can_publish()) == (True, True)


def test_an_author_does_not_change_what_another_wrote(mei: User, sun: User) -> None:
    author = may(mei, AUTHORS)
    lecture = make_lecture(make_course(), owner=sun)

    assert not lecture.permissions_for_user(author).can_edit()


def test_an_editor_changes_what_others_wrote(mei: User, sun: User) -> None:
    editor = may(may(mei, AUTHORS), EDITORS)
    lecture = make_lecture(make_course(), owner=sun)

    assert lecture.permissions_for_user(editor).can_edit()


def test_a_trainee_has_no_business_in_the_cms(lin: User) -> None:
    assert not lin.has_perm("wagtailadmin.access_admin")

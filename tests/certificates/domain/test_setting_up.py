"""A new installation: who may write pledge texts."""

import pytest
from django.contrib.auth.models import Group

from certificates.domain.setting_up import WRITING, set_up
from courses.domain.setting_up import AUTHORS, EDITORS

pytestmark = pytest.mark.django_db


def writers() -> dict[str, set[str]]:
    """Who may do what to pledge texts."""
    return {
        group.name: set(group.permissions.filter(codename__endswith="_pledgetext").values_list("codename", flat=True))
        for group in Group.objects.filter(name__in=[AUTHORS, EDITORS])
    }


def test_after_migrating_the_editors_write_pledge_texts_and_authors_do_not() -> None:
    assert writers() == {AUTHORS: set(), EDITORS: set(WRITING)}


def test_what_a_site_decided_is_left_alone() -> None:
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.set(editors.permissions.exclude(codename="add_pledgetext"))

    set_up()

    assert "add_pledgetext" not in writers()[EDITORS]

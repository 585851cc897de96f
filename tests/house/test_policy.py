"""Every address answers each role as the policy table says, and every view says who may open it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.factories.certificates import install_key
from tests.house.addresses import Address, own_addresses
from tests.house.policy import ROLES, Row, rows
from tests.house.worlds import World, make_world

FORM = "application/x-www-form-urlencoded"
ADDRESSES = {address.name: address for address in own_addresses()}


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, World]]:
    """Both districts, made once; what a request changes is rolled back."""
    install_key()
    at = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        here = make_world(code="370202", prefix="SN", trainee="林秀英", at=at)
        there = make_world(code="370203", prefix="SB", trainee="赵国强", at=at)
        yield here, there
        transaction.set_rollback(True)


def answer(row: Row, role: str, visitor: World, owner: World) -> int:
    """Return the status that a role of one world gets for an object of another, and undo what it did."""
    client = Client(raise_request_exception=False)
    arguments = {} if row.object == "-" else owner.objects[row.object]
    with transaction.atomic():
        if role != "anonymous":
            client.force_login(visitor.people[role])
        sent = row.query.format(person=owner.people["trainee"].pk)
        path = path_of(ADDRESSES[row.name], arguments) + sent
        form = sent.lstrip("?") if row.method == "POST" else ""
        status = client.generic(row.method, path, form, content_type=FORM).status_code
        transaction.set_rollback(True)
    return status


def path_of(address: Address, arguments: dict[str, Any]) -> str:
    """Return the address of an object; one that names nothing ours (a picture's path) gets a word."""
    if ":" not in address.name and "/" in address.name:
        return f"/{address.name}"
    return reverse(address.name, kwargs=arguments or dict.fromkeys(address.arguments, "nothing"))


def test_every_address_has_its_row() -> None:
    assert set(ADDRESSES) == {row.name for row in rows()}


def test_no_row_is_written_twice() -> None:
    listed = [row.id for row in rows()]

    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_the_answers_are_the_tables(row: Row, worlds: tuple[World, World]) -> None:
    here, there = worlds

    own = {role: answer(row, role, here, here) for role in ROLES}
    others = {role: answer(row, role, here, there) for role in ROLES}

    assert (own, others) == (row.own, row.others)


@pytest.mark.parametrize("row", [row for row in rows() if row.object != "-"], ids=lambda row: row.id)
def test_what_is_not_found_is_there_for_its_owner(row: Row, worlds: tuple[World, World]) -> None:
    _, there = worlds

    found = {role: answer(row, role, there, there) for role in ROLES}

    assert found == row.own
    assert {status for role, status in found.items() if role != "anonymous"} - {403, 404}


@pytest.mark.parametrize("address", [each for each in ADDRESSES.values() if each.is_written_here], ids=lambda a: a.name)
def test_every_view_says_who_may_open_it(address: Address) -> None:
    assert getattr(address.view, "access", "")

"""Lin at her browser, at nine o'clock sharp."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from people.models.accounts import User
from tests.factories.cohorts import AT, make_person


@pytest.fixture
def nine_o_clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def lin() -> User:
    return make_person("林秀英")


@pytest.fixture
def as_lin(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client

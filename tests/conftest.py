"""What every test may ask for: a database like production's, and the cast."""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.database import store


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker a copy of the migrated template, and put it back after a test that commits."""
    databases = store()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        databases.provide()
        # Django would flush every table: Wagtail's root page with them, and not past our triggers.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.restore())
        yield
        databases.remove()

"""What every test may ask for: a database like production's, and the cast."""

from collections.abc import Callable, Iterator

import pytest
from django.test import TestCase, TransactionTestCase
from django.utils import translation
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from tests.cast import (  # noqa: F401  # Fixtures, for every test.
    chen,
    community,
    election,
    he,
    licheng,
    lin,
    mei,
    shizhong,
    sister_community,
    sister_election,
    sun,
    wu,
    zhao,
)
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


@pytest.fixture(autouse=True)
def in_the_language_of_the_site() -> None:
    """A request of the test before, which may have run in this process, leaves its language behind."""
    translation.deactivate()


@pytest.fixture
def run_tasks(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return a function that runs the queued tasks, and those that they queue, as the worker would.

    It returns how many ran. A task that fails fails the test.
    """

    # The worker drops stale connections between tasks, as the test client does; a test's is its transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)

    def drain() -> int:
        before = DBTaskResult.objects.finished().count()
        while DBTaskResult.objects.ready().exists():
            # Inside a test's transaction nothing is ever committed, so the callbacks are run by hand.
            with TestCase.captureOnCommitCallbacks(execute=True):
                task_worker().run()
        for failed in DBTaskResult.objects.failed():
            raise AssertionError(f"{failed.task_path} failed:\n{failed.traceback}")
        return DBTaskResult.objects.finished().count() - before

    return drain


def task_worker() -> db_worker.Worker:
    """Return the backend's own worker, set to end when nothing is left to do."""
    return db_worker.Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )

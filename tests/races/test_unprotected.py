"""The negative controls: the same races against a server whose protection the test took away, and each is lost."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.browser.site import Site
from tests.races.contests import CONTESTS
from tests.races.server import served

Contest = Callable[[Site], Iterator[str]]

TRIES = 5
"""Without protection a race is lost by chance: where a machine happens to serve one after the other, run it again."""


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("control"), protected=False) as running:
        with connection.cursor() as cursor:
            for index in ("attempt_one_in_progress", "answer_once"):
                cursor.execute(f"DROP INDEX {index}")
        yield running


@pytest.mark.parametrize("contest", CONTESTS, ids=lambda contest: contest.__name__)
def test_without_protection_the_race_is_lost(site: Site, contest: Contest) -> None:
    assert any(list(contest(site)) for _ in range(TRIES))

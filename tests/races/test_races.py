"""Real parallel requests against a live server with two processes: what may happen once happens once."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.browser.site import Site
from tests.races.contests import CONTESTS
from tests.races.server import served

Contest = Callable[[Site], Iterator[str]]


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("races"), protected=True) as running:
        yield running


@pytest.mark.parametrize("contest", CONTESTS, ids=lambda contest: contest.__name__)
def test_of_acts_that_all_arrive_at_once_one_happens(site: Site, contest: Contest) -> None:
    assert list(contest(site)) == []

"""How often something may be tried: a window that no try prolongs, and a count that no race gets past."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.cache import cache

from common import limits
from common.limits import Limit
from tests.assessments.domain.test_answering_in_parallel import at_once

LIMIT = Limit("test", 3, 60)
MINUTE = datetime(2126, 11, 25, 9, 0, tzinfo=UTC)  # The cache forgets by its own clock, so not in the past.


@pytest.fixture(autouse=True)
def fresh_cache(db: None) -> None:
    cache.clear()


def tries(count: int, *, at: datetime, who: str = "lin") -> list[int]:
    return [limits.take(LIMIT, who, at=at) for _ in range(count)]


def test_so_many_tries_are_let_through_and_the_next_is_told_how_long_to_wait() -> None:
    assert tries(4, at=MINUTE + timedelta(seconds=20)) == [0, 0, 0, 40]


def test_trying_on_does_not_prolong_the_wait() -> None:
    tries(3, at=MINUTE)

    assert tries(2, at=MINUTE + timedelta(seconds=59)) == [1, 1]
    assert tries(1, at=MINUTE + timedelta(seconds=60)) == [0]


def test_each_is_counted_alone_and_may_be_forgiven() -> None:
    tries(3, at=MINUTE)

    assert tries(1, at=MINUTE, who="zhao") == [0]
    assert limits.is_spent(LIMIT, "lin", at=MINUTE)
    limits.forget(LIMIT, "lin", at=MINUTE)
    assert tries(1, at=MINUTE) == [0]


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_tries_at_once_three_are_let_through() -> None:
    waits = at_once(16, lambda _: limits.take(LIMIT, "lin", at=MINUTE))

    assert sorted(waits) == [0, 0, 0, *[60] * 13]


@pytest.mark.django_db(transaction=True)
def test_without_holding_the_row_more_would_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect that the row's lock mends, put in on purpose: count after the look, as an ordinary cache does."""

    def take(limit: Limit, who: str, *, at: datetime) -> int:
        counted = cache.get("defect", 0)
        if counted >= limit.times:
            return 60
        meet()
        cache.set("defect", counted + 1, 60)
        return 0

    meeting = Barrier(16)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=5)

    monkeypatch.setattr(limits, "take", take)

    waits = at_once(16, lambda _: limits.take(LIMIT, "lin", at=MINUTE))

    assert waits.count(0) > LIMIT.times

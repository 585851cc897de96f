"""How markers compare: counts, means, spreads, agreement, and the answers on which two differ most."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.domain.moderation import moderation
from assessments.models.sittings import Sitting
from tests.assessments.domain.test_double_marking import grader, mark, sitting_of, written

pytestmark = pytest.mark.django_db
LEVELS = ("0", "40", "50", "60", "70", "100")


@pytest.fixture
def sitting() -> Sitting:
    return sitting_of(*LEVELS)


def test_each_marker_is_counted_with_mean_spread_and_agreement(sitting: Sitting) -> None:
    sun, qian, li = (grader(sitting, name) for name in "孙钱李")
    for first, second in (("50", "60"), ("60", "70"), ("40", "70")):
        item = written(sitting)
        mark(item, sun, first)
        mark(item, qian, second)
    mark(item, li, "50")

    found = {each.name: each for each in moderation(sitting).markers}

    assert (found["孙"].count, found["孙"].mean, found["孙"].spread) == (3, 50, 10)
    assert (found["孙"].compared, found["孙"].agreed, found["孙"].lean) == (3, 2, Decimal("-16.67"))
    assert found["钱"].lean == Decimal("16.67")
    assert (found["李"].count, found["李"].spread, found["李"].compared, found["李"].lean) == (1, None, 0, None)


def test_the_greatest_differences_come_first_by_paper_and_not_by_name(sitting: Sitting) -> None:
    sun, qian, li = (grader(sitting, name) for name in "孙钱李")
    for first, second in (("50", "50"), ("50", "60"), ("0", "100")):
        item = written(sitting)
        mark(item, sun, first)
        mark(item, qian, second)
    mark(item, li, "50")

    found = moderation(sitting)

    assert [each.percent for each in found.differences] == [100, 10]
    assert found.differences[0].code == item.attempt.code
    assert found.differences[0].given == (("孙", Decimal(0)), ("钱", Decimal(100)), ("李", Decimal(50)))
    assert (found.doubly, found.by_third) == (3, 1)


def test_what_is_not_final_is_told_to_nobody(sitting: Sitting) -> None:
    open_answer, disputed = written(sitting), written(sitting)
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")
    mark(open_answer, sun, "50")
    mark(disputed, sun, "0")
    mark(disputed, qian, "100")

    assert (moderation(sitting).markers, moderation(sitting).differences) == ([], [])


def test_it_costs_one_query_for_three_and_for_thirty(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")
    for more in (3, 27):
        for _ in range(more):
            item = written(sitting)
            mark(item, sun, "50")
            mark(item, qian, "60")
        with django_assert_num_queries(1):
            found = moderation(sitting)

    assert found.markers[0].count == 30

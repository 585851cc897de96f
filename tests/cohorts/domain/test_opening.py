"""Opening a cohort: what it is pinned to, whom it takes in, and what keeps it from opening."""

import pytest
from django.test import TestCase

from cohorts.domain.opening import CohortCannotOpen, CohortTaken, Obstacle, close_cohort, open_cohort, opening_of
from cohorts.enums import CohortState
from cohorts.models.requirements import AllOf, AtLeast, Leaf
from tests.factories.cohorts import AT, make_case_study, make_cohort, make_course, make_full_course, make_lecture

pytestmark = pytest.mark.django_db


def test_it_pins_the_published_revisions_in_order() -> None:
    course = make_full_course()

    cohort = make_cohort(course=course)

    pinned = list(cohort.modules.values_list("position", "kind", "title"))
    assert pinned == [
        (1, "lecture", "把组织建到楼栋"),
        (2, "case_study", "四年没有换成的届"),
        (3, "simulation", "六十八个车位"),
    ]
    assert all(module.revision_id == module.module.live_revision_id for module in cohort.modules.all())
    assert all(module.payload == module.revision.content for module in cohort.modules.all())

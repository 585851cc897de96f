"""Studying: a module is begun, read on, finished once."""

from datetime import timedelta
from typing import Any

import pytest

from cohorts.domain.enrolling import withdraw
from cohorts.domain.study import NotStudying, finish_module, keep_place, open_module
from cohorts.models.progress import ModuleProgress
from cohorts.signals import module_finished
from tests.factories.cohorts import AT, make_cohort, make_enrollment

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def test_opening_twice_keeps_the_first_time() -> None:
    cohort = make_cohort()
    enrollment = make_enrollment(cohort)

    open_module(enrollment=enrollment, module=cohort.modules.get(), at=AT)
    open_module(enrollment=enrollment, module=cohort.modules.get(), at=LATER)

    assert ModuleProgress.objects.get().started_at == AT


@pytest.mark.parametrize(("said", "kept"), [(430, 430), (-5, 0), (4000, 1000)])
def test_the_place_is_kept_within_the_text(said: int, kept: int) -> None:
    cohort = make_cohort()
    enrollment = make_enrollment(cohort)

    keep_place(enrollment=enrollment, module=cohort.modules.get(), place=said, at=AT)

    assert ModuleProgress.objects.get().place == kept


def test_finishing_twice_keeps_the_first_time_and_tells_once(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[int, int]] = []

    def listen(enrollment_id: int, module_id: int, **_: Any) -> None:
        heard.append((enrollment_id, module_id))

    cohort = make_cohort()
    enrollment, module = make_enrollment(cohort), cohort.modules.get()
    module_finished.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            finish_module(enrollment=enrollment, module=module, at=AT)
            finish_module(enrollment=enrollment, module=module, at=LATER)
    finally:
        module_finished.disconnect(listen)

    assert ModuleProgress.objects.get().finished_at == AT
    assert heard == [(enrollment.pk, module.pk)]


def test_who_has_withdrawn_does_not_study() -> None:
    cohort = make_cohort()
    enrollment = withdraw(enrollment=make_enrollment(cohort), at=AT, reason="调离")

    with pytest.raises(NotStudying):
        finish_module(enrollment=enrollment, module=cohort.modules.get(), at=AT)

    assert ModuleProgress.objects.count() == 0


def test_the_module_of_another_cohort_is_not_studied() -> None:
    enrollment, other = make_enrollment(make_cohort()), make_cohort()

    with pytest.raises(NotStudying):
        finish_module(enrollment=enrollment, module=other.modules.get(), at=AT)

    assert ModuleProgress.objects.count() == 0

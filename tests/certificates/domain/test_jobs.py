"""Issuing for a cohort: everybody who is due, once, whatever happens to the worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier, Thread

import pytest
from django.db import connection

from certificates.domain import issuing, jobs
from certificates.enums import JobState
from certificates.models.certificates import Certificate, NumberSeries
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer


def clock() -> jobs.Clock:
    """A clock that ticks a second at every look."""
    seconds: Iterator[int] = count()

    def look() -> datetime:
        return LATER + timedelta(seconds=next(seconds))

    return look


def make_job(names: str = "林秀英 赵建国") -> jobs.IssueJob:
    """A job for a cohort of graduates and of one person who is not done."""
    cohort = make_cohort()
    for name in names.split():
        make_graduate(name, cohort=cohort)
    make_enrollment(cohort)
    return jobs.start_job(cohort=cohort, by=make_organizer(cohort.unit), at=LATER)


@pytest.mark.django_db
def test_it_issues_for_everybody_who_is_due_and_for_nobody_else() -> None:
    job = jobs.run_job(job=make_job(), clock=clock(), press=make_press())

    assert (job.state, job.done, job.total, job.problems) == (JobState.DONE, 2, 2, [])
    assert Certificate.objects.filter(state="issued").count() == 2


@pytest.mark.django_db
def test_a_large_class_is_gone_through_in_batches_and_nobody_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)

    job = jobs.run_job(job=make_job("林秀英 赵建国 孙丽华 周海燕 吴桂兰"), clock=clock(), press=make_press())

    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)


@pytest.mark.django_db
def test_running_it_again_changes_nothing() -> None:
    job = jobs.run_job(job=make_job(), clock=clock(), press=make_press())

    jobs.run_job(job=job, clock=clock(), press=make_press())

    assert Certificate.objects.count() == 2


@pytest.mark.django_db
def test_pressing_the_button_twice_is_one_job() -> None:
    job = make_job()

    again = jobs.start_job(cohort=job.cohort, by=job.started_by, at=LATER)

    assert again == job


@pytest.mark.django_db
def test_a_name_that_cannot_be_printed_stops_only_its_own_certificate_and_takes_no_number() -> None:
    job = jobs.run_job(job=make_job("林\U00031350英 赵建国"), clock=clock(), press=make_press())

    assert [problem["name"] for problem in job.problems] == ["林\U00031350英"]
    assert (job.done, NumberSeries.objects.get().last) == (1, 1)


@pytest.mark.django_db
def test_a_canceled_job_stops_before_the_next_person() -> None:
    job = make_job("林秀英 赵建国 孙丽华")
    press, original = make_press(), make_press().certificate

    def cancel_after_the_first(*args: object, **facts: object) -> issuing.Filed:
        jobs.cancel_job(job=job, by=job.started_by, at=LATER)
        return original(*args, **facts)  # type: ignore[arg-type]

    press.certificate = cancel_after_the_first  # type: ignore[method-assign]
    job = jobs.run_job(job=job, clock=clock(), press=press)

    assert job.state == JobState.CANCELED
    assert Certificate.objects.filter(state="issued").count() == 1


@pytest.mark.django_db
def test_a_worker_that_died_leaves_a_job_that_is_taken_up_and_finished() -> None:
    job = make_job()
    press, original = make_press(), make_press().certificate
    calls = count()

    def die_at_the_second(*args: object, **facts: object) -> issuing.Filed:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return original(*args, **facts)  # type: ignore[arg-type]

    press.certificate = die_at_the_second  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        jobs.run_job(job=job, clock=clock(), press=press)
    assert jobs.silent_jobs(at=LATER + timedelta(hours=1)) == [job]

    job = jobs.run_job(job=job, clock=clock(), press=make_press())

    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert NumberSeries.objects.get().last == 2


@pytest.mark.django_db
def test_a_job_that_shows_life_is_left_alone() -> None:
    make_job()

    assert jobs.silent_jobs(at=LATER + timedelta(minutes=1)) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_person_issue_one_certificate() -> None:
    enrollment = make_graduate()
    press = make_press()
    start = Barrier(2)
    issued: list[str] = []

    def work() -> None:
        start.wait()
        issued.append(issuing.issue(enrollment=enrollment, by=None, at=LATER, press=press).number)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(issued) == 2
    assert len(set(issued)) == 1
    assert Certificate.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_job_issue_for_each_person_once() -> None:
    job = make_job("林秀英 赵建国 孙丽华 周海涛")
    press = make_press()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            jobs.run_job(job=jobs.IssueJob.objects.get(pk=job.pk), clock=clock(), press=press)
        except BaseException as failure:  # noqa: BLE001  # told to the test, which fails by it
            failures.append(failure)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert Certificate.objects.filter(state="issued").count() == 4
    assert NumberSeries.objects.get().last == 4

"""The fixture that runs tasks runs them for real, and the tick reaches every app that has something due."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django_tasks import task

from training.management.commands import tick

ran: list[str] = []


@task()
def note(word: str) -> None:
    """Note that it ran."""
    ran.append(word)


@task()
def stumble() -> None:
    """Fail."""
    raise ValueError


@pytest.mark.django_db
def test_queued_tasks_run_once(run_tasks: Callable[[], int]) -> None:
    ran.clear()
    note.enqueue("once")

    assert (run_tasks(), run_tasks(), ran) == (1, 0, ["once"])


@pytest.mark.django_db
def test_a_task_that_fails_fails_the_test(run_tasks: Callable[[], int]) -> None:
    stumble.enqueue()

    with pytest.raises(AssertionError, match="stumble failed"):
        run_tasks()


@pytest.mark.django_db
def test_one_failing_chore_stops_no_other(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ran.clear()

    def break_down(at: datetime) -> None:
        raise RuntimeError(at)

    chores = {"people": break_down, "assessments": lambda at: ran.append("assessments")}
    monkeypatch.setattr(tick, "ticks", lambda: chores)

    with pytest.raises(SystemExit):
        call_command("tick")

    assert ran == ["assessments"]
    assert capsys.readouterr().err == "failed: people\n"

"""What the demo's trainees do, step by step, through the same functions that the pages call."""

from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from assessments.domain import answering as attempts
from assessments.domain import marking, starting
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from certificates.domain import ceremony, pledging
from certificates.models.pledges import Pledge
from cohorts.domain import runs, study
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from courses.simulation.script import Quality, Script
from people.models.accounts import User
from training.demo.answering import levels, respond, signature

LONGEST_RUN = 60


def read_lecture(enrollment: Enrollment, module: CohortModule, *, at: datetime) -> None:
    """Read a lecture to its end."""
    study.open_module(enrollment=enrollment, module=module, at=at)
    study.finish_module(enrollment=enrollment, module=module, at=at + timedelta(minutes=35))


def begin(enrollment: Enrollment, module: CohortModule, *, place: int, at: datetime) -> None:
    """Read a module up to a place (per mille) and leave it there."""
    study.keep_place(enrollment=enrollment, module=module, place=place, at=at)


def play(enrollment: Enrollment, module: CohortModule, *, skill: float, random: Random, at: datetime) -> None:
    """Play a simulation to an ending; the skilled take a good way where there is one."""
    run = runs.start_run(enrollment=enrollment, module=module, at=at)
    qualities = _qualities(Script.from_json(run.script.text))
    for number in range(1, LONGEST_RUN):
        if not run.is_running:
            return
        at += timedelta(seconds=20)
        offered = [choice.key for choice in runs.position_of(run=run, at=at).presentation.options]
        good = [key for key in offered if qualities.get(key) is Quality.GOOD]
        choice = random.choice(good) if good and random.random() < skill else random.choice(offered)
        run = runs.choose(run=run, number=number, choice=choice, at=at)


def hand_in(
    sitting: Sitting, enrollment: Enrollment, *, essay: str, skill: float, random: Random, at: datetime
) -> Attempt:
    """Sit an examination, or write a submission, answering every item, and hand it in."""
    attempt = starting.start(sitting=sitting, enrollment=enrollment, at=at)
    for item in attempt.items.select_related("item").order_by("item__position"):
        at += timedelta(seconds=40)
        response = respond(item.item.snapshot, essay=essay, skill=skill, random=random)
        attempts.save(item=item, revision=1, operation=uuid5(NAMESPACE_URL, str(item.pk)), response=response, at=at)
    attempts.submit(attempt=attempt, at=at)
    return attempt


def mark_all(sitting: Sitting, *, marker: User, skill: float, random: Random, at: datetime, leave: int = 0) -> None:
    """Mark the written answers of a sitting, but for the last few."""
    waiting = AttemptItem.objects.filter(attempt__sitting=sitting, needs_marking=True)
    items = list(waiting.select_related("item", "attempt__sitting", "attempt__enrollment").order_by("pk"))
    for item in items[: len(items) - leave]:
        at += timedelta(minutes=4)
        marking.mark(
            item=item,
            marker=marker,
            levels=levels(item.item.snapshot, skill=skill, random=random),
            comment="",
            based_on=marking.current_grade(item).number,
            at=at,
        )


def sign(pledge: Pledge, *, random: Random, at: datetime) -> list[Pledge]:
    """Read a pledge, and what belongs to it, part by part, confirm it, draw the name and sign.

    Nobody here has a password to prove who they are, so that one step is written down as done.
    """
    person = pledge.enrollment.person
    session = ceremony.open_session(pledge=pledge, at=at)
    reading = ceremony.require_current(session)
    for step, part in enumerate(reading.parts, start=1):
        at += ceremony.reading_time(part.text) + timedelta(seconds=2)
        session = ceremony.mark_read(session=session, step=step, at=at)
    session = ceremony.confirm(
        session=session, triggers=range(len(reading.triggers)), typed_name=person.name, at=at + timedelta(seconds=20)
    )
    at += timedelta(seconds=45)
    session = ceremony.draw(session=session, strokes=signature(person.name, random), at=at)
    session.reauthenticated_at = at
    session.save(update_fields=["reauthenticated_at"])
    return pledging.sign(session=session, user=person, circumstances={"address": "127.0.0.1"}, at=at)


def _qualities(script: Script) -> dict[str, Quality]:
    return {choice.key: choice.quality for scene in script.scenes for choice in scene.choices}

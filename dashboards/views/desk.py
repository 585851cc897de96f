"""The desk: what waits for me today, by the roles I hold."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.domain import appeals, marking
from certificates.domain import endorsing
from dashboards import figures
from dashboards.domain import authoring, waiting
from dashboards.domain.home import Attended, Home, home_of
from dashboards.domain.overview import cells_of, overview
from dashboards.measures import MEASURES, measure_named
from dashboards.rules import roots_for
from dashboards.views.steps import days_left, greeting, near_day, next_step, rows_of
from people.access import PersonRequest, scope_for, signed_in
from people.models.accounts import User
from people.roles import Scope

WORRY = measure_named("progress")
LINES = 5


@require_safe
@signed_in
def desk(request: PersonRequest) -> HttpResponse:
    """Show everybody their own: a trainee the next step, staff what waits for them."""
    at, scope, person = timezone.now(), scope_for(request), request.user
    sections = {
        "trainee": _trainee(person, at),
        "secretary": endorsing.waiting_for(person, on=timezone.localdate(at)).count(),
        "organizer": _organizer(scope, at),
        "overview": _overview(scope),
        "grader": _grader(person, scope),
        "trainer": _trainer(person, scope),
    }
    context = {
        **sections,
        "greeting": greeting(person.get_short_name(), at),
        "is_empty": not any(sections.values()),
        "measures": MEASURES,
        "now": at,
    }
    return render(request, "dashboards/desk.html", context)


def _trainee(person: User, at: datetime) -> dict[str, Any] | None:
    home = home_of(person, at=at)
    if not (home.current or home.past):
        return None
    return {
        "home": home,
        "step": next_step(home, at),
        "due": [
            {"left": days_left(day, at), "day": near_day(day, at), "items": items} for day, items in home.due.items()
        ],
        "classes": [_class(home, attended) for attended in home.current],
    }


def _class(home: Home, attended: Attended) -> dict[str, Any]:
    return {"cohort": attended.cohort, "rows": rows_of(home, attended, attended.checklist.items)}


def _organizer(scope: Scope, at: datetime) -> dict[str, Any] | None:
    if not scope.may_anywhere("cohorts.manage"):
        return None
    return {"piles": waiting.piles(scope, at=at)}


def _overview(scope: Scope) -> dict[str, Any] | None:
    """The figures of the unit that one answers for, the first of several; with nothing else to do, where to look."""
    roots = roots_for(scope)
    if not roots:
        return None
    if scope.may_anywhere("cohorts.manage"):
        return {"unit": roots[0], "cells": cells_of(figures.of_unit(roots[0]))}
    found = overview(roots[0], worst_by=WORRY)
    return {"unit": roots[0], "cells": found.total, "lines": found.units[:LINES]}


def _grader(person: User, scope: Scope) -> dict[str, Any] | None:
    if not scope.may_anywhere("marking.mark"):
        return None
    piles = [pile for pile in marking.piles(scope, marker=person) if pile.waiting]
    asked = appeals.answerable(scope, by=person).count()
    return {"piles": piles, "appeals": asked, "waiting": sum(pile.waiting for pile in piles)}


def _trainer(person: User, scope: Scope) -> authoring.Workshop | None:
    if not any(scope.may_anywhere(permission) for permission in ("courses.author", "courses.publish", "banks.edit")):
        return None
    return authoring.workshop_of(person, scope)

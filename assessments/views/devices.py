"""Which device answers: a mark in a cookie, and the page that asks before the attempt goes over to this one."""

from collections.abc import Sequence
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from assessments.forms.answering import AnswerField
from assessments.models.attempts import Attempt
from people.access import PersonRequest

COOKIE = "device"
KEPT_FOR = 400 * 24 * 3600  # As long as browsers keep any cookie: a case study may take weeks.
LONGEST = 36


def device_of(request: PersonRequest) -> str:
    """Return the mark of the browser that asks; one that has none is given a new one."""
    mark: str | None = getattr(request, "_device", None)
    if mark is None:
        mark = request.COOKIES.get(COOKIE, "")[:LONGEST] or token_urlsafe(16)
        request._device = mark  # type: ignore[attr-defined]
    return mark


def marked(response: HttpResponse, request: PersonRequest) -> HttpResponse:
    """Return the response with the mark for the browser to keep, whoever logs in or out on it."""
    response.set_cookie(
        COOKIE,
        device_of(request),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def held_page(
    request: PersonRequest, attempt: Attempt, *, position: int = 1, unsaved: Sequence[AnswerField] = ()
) -> HttpResponse:
    """Say that another device answers, show what could not be saved on this one, and offer to take over."""
    attempt.refresh_from_db(fields=["epoch"])
    context = {"attempt": attempt, "sitting": attempt.sitting, "position": position, "unsaved": unsaved}
    response = render(request, "assessments/attempt_held.html", context, status=409 if unsaved else 200)
    return marked(response, request)

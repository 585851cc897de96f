"""How often the public register may be asked from one address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from common.limits import Limit, client_address, take

# Generous: a whole hall checks its certificates from behind one address; a machine counting through numbers does not.
QUESTIONS = 120
QUESTIONS_A_MINUTE = Limit("verify", QUESTIONS, 60)

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """At most so many questions a minute from one address; the rest are asked to wait."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := take(QUESTIONS_A_MINUTE, client_address(request), at=timezone.now()):
            refusal = render(request, "certificates/verify_later.html", status=429)
            refusal.headers["Retry-After"] = str(wait)
            return refusal
        return view(request, *args, **kwargs)

    return guarded

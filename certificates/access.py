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
# A file is read by a process of its own, which takes a second of a processor: examinations go on beside it.
FILES = 20
FILES_A_MINUTE = Limit("verify-file", FILES, 60)

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """At most so many questions a minute from one address, and fewer files; the rest are asked to wait."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limits = [QUESTIONS_A_MINUTE, FILES_A_MINUTE] if request.method == "POST" else [QUESTIONS_A_MINUTE]
        waits = (take(limit, client_address(request), at=timezone.now()) for limit in limits)
        if wait := next(filter(None, waits), 0):
            refusal = render(request, "certificates/verify_later.html", status=429)
            refusal.headers["Retry-After"] = str(wait)
            return refusal
        return view(request, *args, **kwargs)

    return guarded

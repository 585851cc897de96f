"""How often the public register may be asked from one address, and which address that is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Generous: a whole hall checks its certificates from behind one address; a machine counting through numbers does not.
QUESTIONS = 120
SECONDS = 60

View = Callable[..., HttpResponse]


def client_address(request: HttpRequest) -> str:
    """The address that spoke to us, or to our own proxy where there is one; what came before can be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def limited(view: View) -> View:
    """At most so many questions a minute from one address; the rest are asked to wait."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = f"verify:{client_address(request)}"
        if not cache.add(key, 1, SECONDS) and cache.incr(key) > QUESTIONS:
            refusal = render(request, "certificates/verify_later.html", status=429)
            refusal.headers["Retry-After"] = str(SECONDS)
            return refusal
        return view(request, *args, **kwargs)

    return guarded

"""Who may open a view: every view wears one of these, and says so in `view.access`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from people.domain.scope import scope_of
from people.models.accounts import User
from people.roles import Scope

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request behind the login: what every view that is not public is given."""

    user: User


def scope_for(request: HttpRequest) -> Scope:
    """The scope of the person behind the request, read once per request."""
    scope: Scope | None = getattr(request, "_scope", None)
    if scope is None:
        scope = scope_of(request.user, on=timezone.localdate())  # type: ignore[arg-type]
        request._scope = scope  # type: ignore[attr-defined]
    return scope


def public(why: str) -> Callable[[View], View]:
    """Open to everybody; the reason is part of the code."""

    def decorate(view: View) -> View:
        opened = login_not_required(view)
        opened.access = f"public: {why}"  # type: ignore[attr-defined]
        return opened

    return decorate


def signed_in(view: View) -> View:
    """Open to anybody who is logged in; what they see there is their own (LoginRequiredMiddleware keeps others out)."""
    view.access = "signed in"  # type: ignore[attr-defined]
    return view


def permission_required(permission: str) -> Callable[[View], View]:
    """Open to people who hold the permission for at least one unit; rules.py then says for which objects."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not scope_for(request).may_anywhere(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate

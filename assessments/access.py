"""Who may open the one view that a browser calls by itself: its own sort of "please log in"."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse

View = Callable[..., HttpResponseBase]


def is_json(request: HttpRequest) -> bool:
    """Tell whether a script is speaking, and wants JSON back."""
    return request.content_type == "application/json"


def signed_in_or_told(view: View) -> View:
    """Open to anybody who is logged in. A script whose session has ended is told so with a 401: a redirect to the
    login page would look to it like a refused answer, and the answer would be lost."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if is_json(request):
            return JsonResponse({"error": "signed-out"}, status=401)
        return redirect_to_login(request.get_full_path())

    opened = login_not_required(guarded)
    opened.access = "signed in"  # type: ignore[attr-defined]
    return opened

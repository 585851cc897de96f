"""A first password is changed before anything else is done."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class FirstPassword:
    """Sends whoever still has the printed password to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False):
            change = reverse("account_change_password")
            if request.path not in {change, reverse("account_logout")}:
                return redirect(change)
        return self.get_response(request)

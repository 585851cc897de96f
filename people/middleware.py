"""What comes before everything else for whoever is logged in: a password of one's own, and a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from people.access import scope_for
from people.domain.accounts import sync_cms_groups
from people.models.roles import Grant

GetResponse = Callable[[HttpRequest], HttpResponse]


def always_open() -> set[str]:
    """Where one may always go: out, to another language, to larger type."""
    return {reverse("account_logout"), reverse("set_language"), reverse("people:account-display")}


class FirstPassword:
    """Sends whoever still has the printed password to the page that changes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False):
            change = reverse("account_change_password")
            if request.path not in {change, *always_open()}:
                return redirect(change)
        return self.get_response(request)


class EndedRoles:
    """Takes the groups of the CMS away with the role that gave them, on the very next request there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.path.startswith(reverse("wagtailadmin_home")):
            today = timezone.localdate()
            if Grant.objects.filter(user=request.user, ends_on__lt=today).exists():
                sync_cms_groups(user=request.user, on=today)
        return self.get_response(request)


class SecondFactor:
    """Sends whoever holds a role to the page that sets up a second factor, where STAFF_NEEDS_MFA says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_NEEDS_MFA and self.is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def is_missing(request: HttpRequest) -> bool:
        """Does this person need a second factor for what they ask, and have none?"""
        user = request.user
        if not user.is_authenticated or request.path.startswith(reverse("people:account")):
            return False
        if request.path in always_open() or not (user.is_superuser or scope_for(request).paths):
            return False
        return not is_mfa_enabled(user)

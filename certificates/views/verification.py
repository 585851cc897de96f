"""Verification by anybody who holds a document: one verdict, then the facts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.access import limited
from certificates.domain.verifying import Verdict, by_number, by_token
from certificates.forms import NumberForm
from people.access import public


@public("whoever is shown a document must be able to check it")
@never_cache
@limited
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The verdict for a QR code."""
    return _page(request, by_token(token), NumberForm())


@public("whoever is shown a document must be able to check it")
@never_cache
@limited
@require_safe
def verify_number(request: HttpRequest) -> HttpResponse:
    """The form for a number typed by hand, and its verdict."""
    form = NumberForm(request.GET or None)
    verdict = by_number(form.cleaned_data["number"]) if form.is_valid() else None
    return _page(request, verdict, form)


def _page(request: HttpRequest, verdict: Verdict | None, form: NumberForm) -> HttpResponse:
    """One page for every answer: an unknown number and a malformed one cannot be told apart."""
    response = render(request, "certificates/verify.html", {"verdict": verdict, "form": form})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

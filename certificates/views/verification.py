"""Verification by anybody who holds a document: one verdict, then the facts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates import numbers
from certificates.access import limited
from certificates.domain.examining import Why, examine
from certificates.domain.verifying import Verdict, by_number, by_token
from certificates.forms import FileForm, NumberForm
from certificates.pdf.inspecting import signatures_in
from people.access import public


@public("whoever is shown a document must be able to check it")
@never_cache
@limited
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The verdict for a QR code."""
    return _page(request, by_token(token))


@public("whoever is shown a document must be able to check it")
@never_cache
@limited
@require_safe
def verify_number(request: HttpRequest) -> HttpResponse:
    """The form for a number typed by hand, and its verdict."""
    form = NumberForm(request.GET or None)
    verdict = by_number(form.cleaned_data["number"]) if form.is_valid() else None
    return _page(request, verdict, number_form=form)


@public("whoever is shown a document must be able to check it")
@never_cache
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """The verdict for a file, which is compared and not kept."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_valid():
        return _page(request, None, file_form=form)
    expected = numbers.normalize(form.cleaned_data["number"])
    found = examine(form.cleaned_data["file"].read(), inspect=signatures_in, expected=expected)
    return _page(request, found.verdict, why=found.why)


def _page(
    request: HttpRequest,
    verdict: Verdict | None,
    *,
    why: Why | None = None,
    number_form: NumberForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """One page for every answer: an unknown number and a malformed one cannot be told apart."""
    context = {
        "verdict": verdict,
        "why": why,
        "has_expired": verdict is not None and verdict.has_expired(on=timezone.localdate()),
        "number_form": number_form or NumberForm(),
        "file_form": file_form or FileForm(initial={"number": verdict.number if verdict else ""}),
    }
    response = render(request, "certificates/verify.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

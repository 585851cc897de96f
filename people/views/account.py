"""My account: how pages look for me, and my notices."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from people.access import PersonRequest, public, scope_for, signed_in
from people.domain.accounts import choose_type
from people.domain.notices import mark_all_read
from people.forms import DisplayForm
from people.models.notices import Notice

A_YEAR = 365 * 24 * 3600
NOTICES_A_PAGE = 20


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What is known of me, and what I may set."""
    return render(request, "people/account.html", {"holds_a_role": bool(scope_for(request).paths)})


@require_POST
@public("who cannot read the login page needs larger type before logging in")
def display(request: HttpRequest) -> HttpResponse:
    """Switch the size of type; remembered with the account, or by a cookie."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    form = DisplayForm(request.POST)
    if form.is_valid():
        is_large = form.cleaned_data["type"] == "large"
        if request.user.is_authenticated:
            choose_type(person=request.user, large=is_large)
        response.set_cookie(
            "type", form.cleaned_data["type"], max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


@require_safe
@signed_in
def notice_list(request: PersonRequest) -> HttpResponse:
    """My notices, newest first."""
    mine = Notice.objects.filter(recipient=request.user.pk)
    page = Paginator(mine, NOTICES_A_PAGE).get_page(request.GET.get("page"))
    has_unread = mine.filter(read_at=None).exists()
    return render(request, "people/notice_list.html", {"page": page, "has_unread": has_unread, "now": timezone.now()})


@require_POST
@signed_in
def notices_read(request: PersonRequest) -> HttpResponse:
    """I have read them all."""
    mark_all_read(recipient=request.user, at=timezone.now())
    return redirect("people:notice-list")

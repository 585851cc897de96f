"""Putting one person right between two rosters: a seat that ends, a phone number, a lost password."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from common.audit import record
from common.masking import masked_phone
from people.access import PersonRequest, permission_required, scope_for
from people.domain.accounts import correct_phone, shares_phone
from people.domain.seats import EndsBeforeItBegan, SeatHasEnded, end_seat
from people.domain.slips import print_for
from people.enums import SeatEnd
from people.forms import PhoneForm, SeatEndForm
from people.rules import account_for, seat_for

CORRECT = "people.correct"
SLIPS = "people.slips"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CORRECT)
def seat_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask when and why, and end the seat; classes whose rule named it let the person go."""
    seat = seat_for(scope_for(request), pk, CORRECT)
    today = timezone.localdate()
    form = SeatEndForm(request.POST or None, began=seat.started_on, today=today, initial={"on": today})
    back_url = reverse("dashboards:person", args=[seat.person_id])
    if request.method == "POST" and form.is_valid():
        on, reason = form.cleaned_data["on"], SeatEnd(form.cleaned_data["reason"])
        try:
            with transaction.atomic():
                end_seat(seat=seat, on=on, reason=reason)
                record("people.seat_ended", subject=seat, user=request.user, on=str(on), reason=reason.value)
        except (SeatHasEnded, EndsBeforeItBegan):
            messages.error(request, _("The seat has ended already."))
        else:
            messages.success(request, _("%(name)s no longer holds the post.") % {"name": seat.person.name})
        return redirect(back_url)
    context = {"seat": seat, "form": form, "back_url": back_url, "danger": True}
    return render(request, "people/seat_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CORRECT)
def person_phone(request: PersonRequest, person_id: int) -> HttpResponse:
    """Put the phone number right; the log keeps both by their first three and last four digits."""
    person = account_for(scope_for(request), person_id, CORRECT)
    form = PhoneForm(request.POST or None)
    back_url = reverse("dashboards:person", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        before, after = person.phone_masked, form.cleaned_data["phone"]
        with transaction.atomic():
            correct_phone(person=person, phone=after)
            record(
                "people.phone_corrected", subject=person, user=request.user, before=before, after=masked_phone(after)
            )
        messages.success(request, _("The phone number of %(name)s is corrected.") % {"name": person.name})
        if shares_phone(person):
            messages.warning(
                request, _("Somebody else has this number too: neither can log in with it, but with the ID number.")
            )
        return redirect(back_url)
    return render(request, "people/person_phone.html", {"person": person, "form": form, "back_url": back_url})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
@permission_required(SLIPS)
def person_slip(request: PersonRequest, person_id: int) -> HttpResponse:
    """A new first password for one person who lost theirs, shown once; never for an account that is not ours."""
    person = account_for(scope_for(request), person_id, SLIPS)
    back_url = reverse("dashboards:person", args=[person.pk])
    if request.method != "POST":
        return render(request, "people/person_slip.html", {"person": person, "back_url": back_url, "danger": True})
    with transaction.atomic():
        slip = print_for(person=person, at=timezone.now())
        record("people.slip_printed_again", subject=person, user=request.user)
    context = {"person": person, "slips": [slip], "site_url": settings.SITE_URL, "back_url": back_url}
    return render(request, "people/slips.html", context)

"""The pledge ceremony for the person who signs: one thing a screen, and every screen works without scripts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.domain import ceremony as steps
from certificates.domain import pledging
from certificates.domain.ink import drawing
from certificates.domain.pledge_texts import Reading
from certificates.forms import ConfirmForm, PasswordForm, SignatureForm
from certificates.models.pledges import Pledge, PledgeSession
from common.limits import client_address
from people.access import PersonRequest, signed_in

STEPS = ("read", "confirm", "draw", "finish")


@dataclass(frozen=True)
class Ceremony:
    """A pledge that is being signed, and the session of it that this browser began, if it has not grown old."""

    pledge: Pledge
    session: PledgeSession | None

    @property
    def is_under_way(self) -> bool:
        return self.session is not None and self.pledge.is_signable

    def url(self, step: str, *args: int) -> str:
        """The address of a screen."""
        return reverse(f"certificates:pledge-{step}", args=[self.pledge.uuid, *args])

    @property
    def start_url(self) -> str:
        return self.url("sign")

    @property
    def draw_url(self) -> str:
        return self.url("draw")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_sign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What is going to be signed and how; the button begins the ceremony."""
    here = _ceremony(request, uuid)
    if not here.pledge.is_signable:
        return redirect("certificates:pledge-receipt", here.pledge.uuid)
    if request.method == "POST":
        session = steps.open_session(pledge=here.pledge, at=timezone.now())
        for pledge in session.pledges.all():
            request.session[_key(pledge)] = session.nonce
        return redirect(here.url("read", 1))
    reading = steps.reading_of(steps.signed_together(here.pledge))
    context = {"here": here, "pledge": here.pledge, "reading": reading, "resume_url": _resume_url(here, reading)}
    return render(request, "certificates/pledge_sign.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_read(request: PersonRequest, uuid: UUID, step: int) -> HttpResponse:
    """One part of the text, and the button that says it has been read."""
    here = _ceremony(request, uuid)
    if here.session is None or not here.is_under_way:
        return redirect(here.start_url)
    too_fast = False
    try:
        reading = steps.require_current(here.session)
        if request.method == "POST":
            steps.mark_read(session=here.session, step=step, at=timezone.now())
            return redirect(_after_reading(here, reading, step))
    except steps.TextChanged:
        return _changed(request, here)
    except steps.StepMissing:
        return redirect(here.url("read", len(here.session.steps) + 1))
    except steps.TooFast:
        too_fast = True
    if not 1 <= step <= len(reading.parts):
        return redirect(here.url("confirm"))
    context = {**_place("read"), "here": here, "reading": reading, "step": step, "part": reading.parts[step - 1]}
    context |= {"too_fast": too_fast, "back_url": here.url("read", step - 1) if step > 1 else ""}
    return render(request, "certificates/pledge_read.html", context, status=422 if too_fast else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_confirm(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The triggers, ticked one by one, and the full name, typed."""
    here = _ceremony(request, uuid)
    if here.session is None or not here.is_under_way:
        return redirect(here.start_url)
    try:
        reading = steps.require_current(here.session)
        form = ConfirmForm(request.POST or None, triggers=reading.triggers)
        if request.method == "POST" and _confirmed(here.session, form):
            return redirect(here.draw_url)
    except steps.TextChanged:
        return _changed(request, here)
    except steps.StepMissing:
        return redirect(here.url("read", len(here.session.steps) + 1))
    context = {**_place("confirm"), "here": here, "reading": reading, "form": form}
    return render(request, "certificates/pledge_confirm.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_draw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The pad for the signature."""
    here = _ceremony(request, uuid)
    if here.session is None or not here.is_under_way:
        return redirect(here.start_url)
    if here.session.confirmed_at is None:
        return redirect(here.url("confirm"))
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        steps.draw(session=here.session, strokes=form.drawn, at=timezone.now())
        return redirect(here.url("finish"))
    context = {**_place("draw"), "here": here, "form": form, "typed_name": here.session.typed_name}
    return render(request, "certificates/pledge_draw.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_finish(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Everything once more; the password proves who it is, and with it all that was read is signed."""
    here = _ceremony(request, uuid)
    if here.session is None or not here.is_under_way:
        return redirect(
            "certificates:pledge-receipt" if not here.pledge.is_signable else "certificates:pledge-sign", uuid
        )
    form = PasswordForm(request.POST or None)
    try:
        reading = steps.require_current(here.session)
        if request.method == "POST" and form.is_valid() and _signed(request, here.session, form):
            return redirect("certificates:pledge-receipt", here.pledge.uuid)
    except steps.TextChanged:
        return _changed(request, here)
    except steps.NotConfirmed:
        return redirect(here.url("confirm"))
    except steps.StepMissing:
        return redirect(here.draw_url)
    context = {**_place("finish"), "here": here, "pledge": here.pledge, "reading": reading, "form": form}
    context |= {"session": here.session, "ink": drawing(here.session.ink)}
    return render(request, "certificates/pledge_finish.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def pledge_receipt(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What was signed, when, and where it stands."""
    pledge = rules.own_pledge(request.user, uuid)
    if pledge.signed_at is None:
        return redirect("certificates:pledge-sign", pledge.uuid)
    together = Pledge.objects.filter(sessions__pledges=pledge, signed_at=pledge.signed_at).exclude(pk=pledge.pk)
    context = {"pledge": pledge, "now": timezone.now(), "ink": drawing(pledge.ink)}
    context["together"] = together.select_related("text").order_by("text_id").distinct()
    return render(request, "certificates/pledge_receipt.html", context)


def _key(pledge: Pledge) -> str:
    return f"pledge:{pledge.uuid}"


def _ceremony(request: PersonRequest, uuid: UUID) -> Ceremony:
    """The user's pledge, and the ceremony of it that this browser began, if it has not grown old."""
    pledge = rules.pledge_to_sign(request.user, uuid)
    nonce = request.session.get(_key(pledge))
    session = rules.own_session(pledge, nonce) if nonce else None
    return Ceremony(pledge, session if session and steps.still_holds(session, timezone.now()) else None)


def _resume_url(here: Ceremony, reading: Reading) -> str:
    """Where a ceremony that was left goes on; nowhere if nothing was read, or another text holds by now."""
    session = here.session
    if session is None or not session.steps or not steps.is_current(session, reading):
        return ""
    if session.confirmed_at is not None:
        return here.draw_url
    return _after_reading(here, reading, len(session.steps))


def _after_reading(here: Ceremony, reading: Reading, step: int) -> str:
    return here.url("read", step + 1) if step < len(reading.parts) else here.url("confirm")


def _confirmed(session: PledgeSession, form: ConfirmForm) -> bool:
    form.is_valid()
    try:
        steps.confirm(
            session=session,
            triggers=form.cleaned_data.get("triggers", ()),
            typed_name=form.cleaned_data.get("typed_name", ""),
            at=timezone.now(),
        )
    except steps.NotConfirmed as refusal:
        form.refuse(tuple(refusal.fields))
        return False
    return True


def _signed(request: PersonRequest, session: PledgeSession, form: PasswordForm) -> bool:
    at, user = timezone.now(), request.user
    circumstances = {
        "address": client_address(request),
        "user_agent": request.headers.get("User-Agent", ""),
    }
    try:
        steps.reauthenticate(session=session, user=user, password=form.cleaned_data["password"], at=at)
    except steps.WrongPassword:
        form.add_error("password", _("This is not your login password."))
        return False
    except steps.TooManyTries:
        form.add_error("password", _("Too many wrong passwords. Try again in a quarter of an hour."))
        return False
    pledging.sign(session=session, user=user, circumstances=circumstances, at=at)
    return True


def _changed(request: PersonRequest, here: Ceremony) -> HttpResponse:
    request.session.pop(_key(here.pledge), None)
    return render(request, "certificates/pledge_changed.html", {"here": here}, status=409)


def _place(current: str) -> dict[str, Any]:
    """Where in the ceremony this screen stands."""
    words = {"read": _("Read"), "confirm": _("Confirm"), "draw": _("Sign"), "finish": _("Submit")}
    done = STEPS.index(current)
    places = [
        {"label": words[step], "current": step == current, "done": place < done} for place, step in enumerate(STEPS)
    ]
    return {"places": places}

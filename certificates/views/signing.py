"""The pledge ceremony for the person who signs: one thing a screen, and every screen works without scripts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.domain import pledging
from certificates.domain.ink import drawing
from certificates.domain.pledge_texts import Words, words_of
from certificates.forms import ConfirmForm, PasswordForm, SignatureForm
from certificates.models.pledges import Pledge, PledgeSession
from common.limits import client_address
from people.access import PersonRequest, signed_in

STEPS = ("read", "confirm", "draw", "finish")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_sign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What is going to be signed and how; the button begins the ceremony."""
    pledge, under_way = _ceremony(request, uuid)
    if not pledge.is_signable:
        return redirect("certificates:pledge-receipt", pledge.uuid)
    if request.method == "POST":
        session = pledging.open_session(pledge=pledge, at=timezone.now())
        request.session[_key(pledge)] = session.nonce
        return redirect("certificates:pledge-read", pledge.uuid, 1)
    words = words_of(pledge.text)
    context = {"pledge": pledge, "words": words, "resume_url": _resume_url(under_way, words)}
    return render(request, "certificates/pledge_sign.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_read(request: PersonRequest, uuid: UUID, step: int) -> HttpResponse:
    """One part of the text, and the button that says it has been read."""
    pledge, session = _ceremony(request, uuid)
    if session is None or not pledge.is_signable:
        return redirect("certificates:pledge-sign", pledge.uuid)
    too_fast = False
    try:
        words = pledging.require_current(session)
        if request.method == "POST":
            pledging.mark_read(session=session, step=step, at=timezone.now())
            return _after_reading(pledge, words, step)
    except pledging.TextChanged:
        return _changed(request, pledge)
    except pledging.StepMissing:
        return redirect("certificates:pledge-read", pledge.uuid, len(session.steps) + 1)
    except pledging.TooFast:
        too_fast = True
    if not 1 <= step <= len(words.parts):
        return _after_reading(pledge, words, len(words.parts))
    context = {**_place("read"), "pledge": pledge, "words": words, "step": step, "part": words.parts[step - 1]}
    context |= {"too_fast": too_fast, "ordinal": step - 1 if words.preamble else step}
    return render(request, "certificates/pledge_read.html", context, status=422 if too_fast else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_confirm(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The triggers, ticked one by one, and the full name, typed."""
    pledge, session = _ceremony(request, uuid)
    if session is None or not pledge.is_signable:
        return redirect("certificates:pledge-sign", pledge.uuid)
    try:
        words = pledging.require_current(session)
        form = ConfirmForm(request.POST or None, triggers=words.triggers)
        if request.method == "POST" and _confirmed(session, form):
            return redirect("certificates:pledge-draw", pledge.uuid)
    except pledging.TextChanged:
        return _changed(request, pledge)
    except pledging.StepMissing:
        return redirect("certificates:pledge-read", pledge.uuid, len(session.steps) + 1)
    context = {**_place("confirm"), "pledge": pledge, "words": words, "form": form}
    return render(request, "certificates/pledge_confirm.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_draw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The pad for the signature."""
    pledge, session = _ceremony(request, uuid)
    if session is None or not pledge.is_signable:
        return redirect("certificates:pledge-sign", pledge.uuid)
    if session.confirmed_at is None:
        return redirect("certificates:pledge-confirm", pledge.uuid)
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pledging.draw(session=session, strokes=form.drawn, at=timezone.now())
        return redirect("certificates:pledge-finish", pledge.uuid)
    context = {**_place("draw"), "pledge": pledge, "form": form, "typed_name": session.typed_name}
    return render(request, "certificates/pledge_draw.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_finish(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Everything once more; the password proves who it is, and with it the pledge is signed."""
    pledge, session = _ceremony(request, uuid)
    if session is None or not pledge.is_signable:
        return redirect("certificates:pledge-receipt" if not pledge.is_signable else "certificates:pledge-sign", uuid)
    form = PasswordForm(request.POST or None)
    try:
        words = pledging.require_current(session)
        if request.method == "POST" and form.is_valid() and _signed(request, session, form):
            return redirect("certificates:pledge-receipt", pledge.uuid)
    except pledging.TextChanged:
        return _changed(request, pledge)
    except pledging.StepMissing:
        return redirect("certificates:pledge-draw", pledge.uuid)
    context = {**_place("finish"), "pledge": pledge, "words": words, "form": form, "session": session}
    context["ink"] = drawing(session.ink)
    return render(request, "certificates/pledge_finish.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def pledge_receipt(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What was signed, when, and where it stands."""
    pledge = rules.own_pledge(request.user, uuid)
    if pledge.signed_at is None:
        return redirect("certificates:pledge-sign", pledge.uuid)
    context = {"pledge": pledge, "now": timezone.now(), "ink": drawing(pledge.ink)}
    return render(request, "certificates/pledge_receipt.html", context)


def _key(pledge: Pledge) -> str:
    return f"pledge:{pledge.uuid}"


def _ceremony(request: PersonRequest, uuid: UUID) -> tuple[Pledge, PledgeSession | None]:
    """The user's pledge, and the ceremony of it that this browser began, if it has not grown old."""
    pledge = rules.own_pledge(request.user, uuid)
    nonce = request.session.get(_key(pledge))
    session = rules.own_session(pledge, nonce) if nonce else None
    if session and timezone.now() - session.opened_at > pledging.SESSION_HOLDS:
        return pledge, None
    return pledge, session


def _resume_url(session: PledgeSession | None, words: Words) -> str:
    """Where a ceremony that was left goes on; nowhere if nothing was read, or another text holds by now."""
    if session is None or not session.steps or session.revision_id != words.revision.pk:
        return ""
    uuid = session.pledge.uuid
    if session.confirmed_at is not None:
        return reverse("certificates:pledge-draw", args=[uuid])
    if len(session.steps) >= len(words.parts):
        return reverse("certificates:pledge-confirm", args=[uuid])
    return reverse("certificates:pledge-read", args=[uuid, len(session.steps) + 1])


def _after_reading(pledge: Pledge, words: Words, step: int) -> HttpResponse:
    if step < len(words.parts):
        return redirect("certificates:pledge-read", pledge.uuid, step + 1)
    return redirect("certificates:pledge-confirm", pledge.uuid)


def _confirmed(session: PledgeSession, form: ConfirmForm) -> bool:
    form.is_valid()
    try:
        pledging.confirm(
            session=session,
            triggers=form.cleaned_data.get("triggers", ()),
            typed_name=form.cleaned_data.get("typed_name", ""),
            at=timezone.now(),
        )
    except pledging.NotConfirmed as refusal:
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
        pledging.reauthenticate(session=session, user=user, password=form.cleaned_data["password"], at=at)
    except pledging.WrongPassword:
        form.add_error("password", _("This is not your login password."))
        return False
    except pledging.TooManyTries:
        form.add_error("password", _("Too many wrong passwords. Try again in a quarter of an hour."))
        return False
    pledging.sign(session=session, user=user, circumstances=circumstances, at=at)
    return True


def _changed(request: PersonRequest, pledge: Pledge) -> HttpResponse:
    request.session.pop(_key(pledge), None)
    return render(request, "certificates/pledge_changed.html", {"pledge": pledge}, status=409)


def _place(current: str) -> dict[str, Any]:
    """Where in the ceremony this screen stands."""
    words = {"read": _("Read"), "confirm": _("Confirm"), "draw": _("Sign"), "finish": _("Submit")}
    done = STEPS.index(current)
    places = [
        {"label": words[step], "current": step == current, "done": place < done} for place, step in enumerate(STEPS)
    ]
    return {"places": places}

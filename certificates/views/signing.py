"""The pledge ceremony for the person who signs: one thing a screen, and every screen works without scripts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.domain import ceremony as steps
from certificates.domain import endorsing, pledging
from certificates.domain.countersigning import words_signed
from certificates.domain.ink import drawing
from certificates.domain.pledge_texts import Reading, successor_of
from certificates.enums import Proof
from certificates.forms import ConfirmForm, PasswordForm, SignatureForm, WitnessForm
from certificates.models.pledges import Pledge, PledgeSession
from certificates.views.ceremonies import Ceremony, ceremony_of, key
from certificates.views.clause_reviewing import shown_reviews
from common.limits import client_address
from people.access import PersonRequest, signed_in

STEPS = ("read", "confirm", "draw", "finish")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_sign(request: PersonRequest, uuid: UUID, cohort_id: int | None = None) -> HttpResponse:
    """What is going to be signed and how; the button begins the ceremony."""
    here = ceremony_of(request, uuid, cohort_id)
    if not here.pledge.is_signable:
        return redirect(here.done_url)
    if request.method == "POST":
        session = steps.open_session(pledge=here.pledge, at=timezone.now(), witness=here.witness)
        for pledge in session.pledges.all():
            request.session[key(pledge)] = session.nonce
        return redirect(here.url("read", 1))
    reading = steps.reading_of(steps.signed_together(here.pledge))
    context = {"here": here, "pledge": here.pledge, "reading": reading, "resume_url": _resume_url(here, reading)}
    return render(request, f"certificates/{'witness' if here.witness else 'pledge'}_sign.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_read(request: PersonRequest, uuid: UUID, step: int, cohort_id: int | None = None) -> HttpResponse:
    """One part of the text, and the button that says it has been read."""
    here = ceremony_of(request, uuid, cohort_id)
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
def pledge_confirm(request: PersonRequest, uuid: UUID, cohort_id: int | None = None) -> HttpResponse:
    """The triggers, ticked one by one, and the full name, typed."""
    here = ceremony_of(request, uuid, cohort_id)
    if here.session is None or not here.is_under_way:
        return redirect(here.start_url)
    try:
        reading = steps.require_current(here.session)
        signer = here.signer_name if here.witness else ""
        form = ConfirmForm(request.POST or None, triggers=reading.triggers, of=signer)
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
def pledge_draw(request: PersonRequest, uuid: UUID, cohort_id: int | None = None) -> HttpResponse:
    """The pad for the signature."""
    here = ceremony_of(request, uuid, cohort_id)
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
def pledge_finish(request: PersonRequest, uuid: UUID, cohort_id: int | None = None) -> HttpResponse:
    """Everything once more; the password proves who it is, and with it all that was read is signed."""
    here = ceremony_of(request, uuid, cohort_id)
    if here.session is None or not here.is_under_way:
        return redirect(here.start_url if here.pledge.is_signable else here.done_url)
    form = _proving_form(request, here)
    try:
        reading = steps.require_current(here.session)
        if request.method == "POST" and form.is_valid() and _signed(request, here, here.session, form):
            return redirect(here.done_url)
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
    context = {"pledge": pledge, "words": words_signed(pledge), "now": timezone.now(), "ink": drawing(pledge.ink)}
    context |= {"reviews": shown_reviews(pledge), "may_state": True}
    context["successor"] = successor_of(pledge.text, on=timezone.localdate())
    context["secretary"] = endorsing.awaited([pledge], on=timezone.localdate()).get(pledge.pk)
    context["together"] = together.select_related("text").order_by("text_id").distinct()
    return render(request, "certificates/pledge_receipt.html", context)


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


def _proving_form(request: PersonRequest, here: Ceremony) -> PasswordForm:
    """A password; beside a witness also whose it is, and that everything was read aloud."""
    if here.witness is None or here.session is None:
        return PasswordForm(request.POST or None)
    return WitnessForm(request.POST or None, signer=here.signer_name, is_drawn=bool(here.session.ink))


def _signed(request: PersonRequest, here: Ceremony, session: PledgeSession, form: PasswordForm) -> bool:
    """Try the password of whoever proves it: the signer, or the witness beside a signature by hand."""
    at = timezone.now()
    circumstances = {"address": client_address(request), "user_agent": request.headers.get("User-Agent", "")}
    prover = steps.signer_of(session) if form.cleaned_data.get("proof") == Proof.SIGNER else request.user
    try:
        steps.reauthenticate(session=session, user=prover, password=form.cleaned_data["password"], at=at)
    except steps.WrongPassword:
        form.add_error("password", form.wrong)
        return False
    except steps.TooManyTries:
        form.add_error("password", _("Too many wrong passwords. Try again in a quarter of an hour."))
        return False
    pledging.sign(session=session, user=request.user, circumstances=circumstances, at=at)
    if here.witness:
        messages.success(request, _("%(name)s has signed, with you as witness.") % {"name": here.signer_name})
    return True


def _changed(request: PersonRequest, here: Ceremony) -> HttpResponse:
    request.session.pop(key(here.pledge), None)
    return render(request, "certificates/pledge_changed.html", {"here": here}, status=409)


def _place(current: str) -> dict[str, Any]:
    """Where in the ceremony this screen stands."""
    words = {"read": _("Read"), "confirm": _("Confirm"), "draw": _("Sign"), "finish": _("Submit")}
    done = STEPS.index(current)
    places = [
        {"label": words[step], "current": step == current, "done": place < done} for place, step in enumerate(STEPS)
    ]
    return {"places": places}

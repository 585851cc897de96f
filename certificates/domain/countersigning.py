"""What the organizer does with a signed pledge: countersign it or return it; and how its file is made."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain import chaining, endorsing
from certificates.domain.issuing import Filed, verify_url
from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from certificates.payloads import Party, PledgePayload, Unprintable
from certificates.signals import pledge_countersigned
from common import audit
from people.domain.notices import notify
from people.models.accounts import User


class PledgePress(Protocol):
    """What prints and files a pledge (certificates.pdf.press)."""

    def pledge(self, payload: PledgePayload, *, at: datetime) -> Filed:
        """Print, sign and file; the same payload and time give the same file."""


class OwnPledge(Exception):
    """Nobody countersigns or returns their own pledge, or one that they witnessed."""


class SecretaryFirst(Exception):
    """The text asks for the secretary's countersignature before this one."""


def countersign(*, pledges: Iterable[Pledge], by: User, at: datetime) -> list[Pledge]:
    """Countersign those that are signed; one that no longer is stays as it is. Returns those countersigned now."""
    pledges = list(pledges)
    if any(pledge.concerns(by) for pledge in pledges):
        raise OwnPledge
    if endorsing.awaited(pledges, on=timezone.localdate(at)):
        raise SecretaryFirst
    return [pledge for pledge in pledges if _countersign(pledge, by, at)]


def return_pledge(*, pledge: Pledge, by: User, reason: str, at: datetime) -> bool:
    """Give a signed pledge back with a reason; the signer reads and signs again, the first signing is kept."""
    if pledge.concerns(by):
        raise OwnPledge
    with transaction.atomic():
        signed = Pledge.objects.filter(pk=pledge.pk, state=PledgeState.SIGNED)
        if not signed.update(state=PledgeState.RETURNED, return_reason=reason):
            return False
        chaining.append(document=pledge.chain_name, event={"act": "returned"}, at=at)
        audit.record("certificates.return_pledge", subject=pledge, user=by, reason=reason)
        notify(
            recipient=pledge.enrollment.person,
            key=f"pledge-returned:{pledge.uuid}:{pledge.evidence_digest[:12]}",
            subject=_("Your pledge was returned. Please read and sign it again."),
            body=reason,
            url=reverse("certificates:pledge-sign", args=[pledge.uuid]),
            at=at,
        )
    return True


def file_pledge(*, pledge: Pledge, press: PledgePress) -> Pledge:
    """Print, seal and file what is signed; what has its file keeps it, whatever key is in use by now."""
    if pledge.file:
        return pledge
    payload = payload_of(pledge)
    moment = payload.countersigned_at or payload.signed_at
    unchanged = Pledge.objects.filter(
        pk=pledge.pk,
        state=pledge.state,
        evidence_digest=pledge.evidence_digest,
        countersigned_at=pledge.countersigned_at,
    )
    try:
        filed = press.pledge(payload, at=moment)
    except Unprintable as refusal:
        unchanged.update(file_problem=str(refusal)[:300])
        return pledge
    with transaction.atomic():
        if unchanged.exclude(file=filed.file).update(
            file=filed.file,
            file_digest=filed.file_digest,
            signed_digest=filed.signed_digest,
            key_id=filed.key_id,
            file_problem="",
        ):
            chaining.append(document=pledge.chain_name, event={"act": "filed", **filed.digests}, at=moment)
    pledge.refresh_from_db()
    return pledge


def without_file() -> QuerySet[Pledge]:
    """Signed pledges whose file in their present state has not been made: by a worker that died, or for a reason."""
    signed = Pledge.objects.filter(state__in=[PledgeState.SIGNED, PledgeState.COUNTERSIGNED])
    return signed.filter(file="")


def payload_of(pledge: Pledge) -> PledgePayload:
    """What the file states, from what was signed and countersigned and from nothing live."""
    words = words_signed(pledge)
    parties = {role: Party(**facts) for role, facts in pledge.parties.items()}
    if not (pledge.number and pledge.token and pledge.signed_at and pledge.evidence):
        raise ValueError("Only a signed pledge can be printed.")
    return PledgePayload(
        number=pledge.number,
        language=settings.LANGUAGE_CODE,
        organisation=parties["organisation"],
        person=parties["person"],
        title=words["title"],
        preamble=words["preamble"],
        clauses=words["clauses"],
        triggers=words["triggers"],
        typed_name=pledge.evidence["typed_name"],
        ink=pledge.ink or [],
        signed_at=pledge.signed_at,
        evidence=pledge.evidence,
        evidence_digest=pledge.evidence_digest,
        text_digest=pledge.wording_digest,
        seal_style=settings.SEAL_STYLE,
        verify_url=verify_url(pledge.token),
        witness=parties.get("witness"),
        endorser=parties.get("endorser"),
        endorsed_at=pledge.endorsed_at,
        countersigner=parties.get("countersigner"),
        countersigned_at=pledge.countersigned_at,
    )


def words_signed(pledge: Pledge) -> dict[str, Any]:
    """The wording that was signed; empty before."""
    words: dict[str, Any] = json.loads(pledge.wording) if pledge.wording else {}
    return words


def _countersign(pledge: Pledge, by: User, at: datetime) -> bool:
    with transaction.atomic():
        signed = Pledge.objects.filter(pk=pledge.pk, state=PledgeState.SIGNED)
        if not signed.update(state=PledgeState.COUNTERSIGNED, countersigned_at=at, countersigned_by=by, file=""):
            return False
        pledge.refresh_from_db()
        pledge.parties["countersigner"] = asdict(Party(str(by.pk), by.name))
        pledge.save(update_fields=["parties"])
        chaining.append(document=pledge.chain_name, event={"act": "countersigned", "by": str(by.pk)}, at=at)
        audit.record("certificates.countersign", subject=pledge, user=by, number=pledge.number)
        notify(
            recipient=pledge.enrollment.person,
            key=f"pledge-countersigned:{pledge.uuid}",
            subject=_("Your pledge has been countersigned."),
            body=pledge.text.title,
            url=reverse("certificates:pledge-receipt", args=[pledge.uuid]),
            at=at,
        )
        transaction.on_commit(lambda: pledge_countersigned.send(sender=Pledge, pledge_id=pledge.pk))
    return True

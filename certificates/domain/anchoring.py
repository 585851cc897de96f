"""Anchors: once a day the heads of all chains are put under one signed root, which can be printed and kept elsewhere.

Somebody with the database's own rights can write a whole chain anew. He cannot change what an auditor has on paper.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from certificates.domain.chaining import Break
from certificates.models.chain import Anchor, ChainEntry
from certificates.models.stamps import TimeStamp
from common.canonical import canonical_json, digest

Seal = Callable[[bytes], bytes]
"""Signs a SHA-256 and returns the CMS."""
Check = Callable[[bytes, bytes, datetime], bool]
"""Tells whether a CMS is a signature of ours over a SHA-256, made at a moment when its key counted."""

SETTLED = timedelta(minutes=10)  # By then every transaction that could still add to a day has ended.


def anchor_yesterday(*, at: datetime, seal: Seal) -> Anchor | None:
    """Anchor the day before once it is settled, or return the anchor that stands; None while it is too early."""
    today = timezone.localtime(at).date()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    if at < midnight + SETTLED:
        return None
    return anchor(day=today - timedelta(days=1), before=midnight, at=at, seal=seal)


def anchor(*, day: date, before: datetime, at: datetime, seal: Seal) -> Anchor:
    """Put the heads of all chains, as they stood before a moment, under one signed root; twice changes nothing."""
    if (standing := Anchor.objects.filter(closed_on=day).first()) is not None:
        return standing
    last = ChainEntry.objects.filter(created_at__lt=before).aggregate(last=Max("pk"))["last"] or 0
    leaves = [leaf(head) for head in heads(last)]
    root = root_of(leaves)
    signature = b64encode(seal(bytes.fromhex(root))).decode()
    try:
        with transaction.atomic():
            return Anchor.objects.create(
                closed_on=day, last_entry=last, heads=len(leaves), root=root, signature=signature, created_at=at
            )
    except IntegrityError:  # Another worker was faster.
        return Anchor.objects.get(closed_on=day)


def heads(last_entry: int) -> list[tuple[str, int, str]]:
    """Return the last entry of each chain up to a key: document, position, hash, by document."""
    within = ChainEntry.objects.filter(pk__lte=last_entry)
    newest = within.filter(document=OuterRef("document")).order_by("-position").values("pk")[:1]
    rows = within.filter(pk=Subquery(newest)).order_by("document")
    return list(rows.values_list("document", "position", "hash"))


def leaf(head: tuple[str, int, str]) -> bytes:
    """The digest of one head; the first byte keeps a leaf from passing for a node (RFC 6962)."""
    return bytes.fromhex(digest(b"\0" + canonical_json(list(head))))


def root_of(leaves: Sequence[bytes]) -> str:
    """The Merkle root of the leaves in order; an odd one goes up as it is. That of nothing is the digest of nothing."""
    if not leaves:
        return digest(b"")
    row = list(leaves)
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [bytes.fromhex(digest(b"\1" + left + right)) for left, right in pairs]
        row = above + row[len(above) * 2 :]
    return row[0].hex()


def anchor_breaks(*, check: Check, only_last: bool = False) -> Iterator[Break]:
    """Every anchor under which the chains no longer stand as they did, or whose signature is not ours."""
    anchors = Anchor.objects.order_by("-closed_on")[:1] if only_last else Anchor.objects.order_by("closed_on")
    for each in anchors:
        name = f"anchor:{each}"
        if root_of([leaf(head) for head in heads(each.last_entry)]) != each.root:
            yield Break(name, each.heads, "changed")
        elif not check(b64decode(each.signature), bytes.fromhex(each.root), each.created_at):
            yield Break(name, each.heads, "not-ours")


def as_json(of: Anchor) -> dict[str, Any]:
    """What is handed to the auditor: the root, its signature, and every head, so that he can add them up himself."""
    return {
        "format": 1,
        "day": of.closed_on.isoformat(),
        "root": of.root,
        "signature": of.signature,
        "time_stamp": stamp.token if (stamp := TimeStamp.objects.filter(digest=of.root).first()) else "",
        "heads": [list(head) for head in heads(of.last_entry)],
    }

"""Anchors: a chain rewritten from its first entry on, hashes and all, no longer stands under the root of its day."""

import hashlib
import json
from base64 import b64decode
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain import anchoring, chaining
from certificates.domain.chaining import Break
from certificates.models.chain import Anchor, ChainEntry
from certificates.pdf.cms import key_of
from certificates.pdf.signers import KeyInMemory
from tests.factories.certificates import load_key
from tests.tampering import unguard

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NEXT_DAY = NOON + timedelta(days=1)
YESTERDAY = date(2026, 6, 1)


@pytest.fixture
def key() -> KeyInMemory:
    return load_key()


def make_chains(count: int = 3) -> None:
    for number in range(count):
        chaining.append(document=f"certificate:{number}", event={"act": "reserved"}, at=NOON)
        chaining.append(document=f"certificate:{number}", event={"act": "issued"}, at=NOON)


def anchored(key: KeyInMemory) -> Anchor:
    anchor = anchoring.anchor_yesterday(at=NEXT_DAY, seal=key.envelope.around)
    assert anchor is not None
    return anchor


def faults(key: KeyInMemory) -> list[Break]:
    def is_ours(envelope: bytes, digest: bytes, at: datetime) -> bool:
        return key_of(envelope, digest) == key.key_id

    return list(anchoring.anchor_breaks(check=is_ours))


def rewrite(document: str) -> None:
    """What only the database's own master can do: a whole chain anew, in which every hash is right."""
    unguard("certificates_chainentry")
    entries = list(ChainEntry.objects.filter(document=document).order_by("position"))
    previous = chaining.GENESIS
    for entry in entries:
        event = {**entry.event, "forged": True}
        hashed = chaining.link(previous, event)
        ChainEntry.objects.filter(pk=entry.pk).update(event=event, previous=previous, hash=hashed)
        previous = hashed


@pytest.mark.django_db
def test_a_day_is_anchored_once_and_signed(key: KeyInMemory) -> None:
    make_chains()

    anchor, again = anchored(key), anchored(key)

    assert again == anchor
    assert (anchor.closed_on, anchor.heads) == (YESTERDAY, 3)
    assert key_of(b64decode(anchor.signature), bytes.fromhex(anchor.root)) == key.key_id
    assert faults(key) == []


@pytest.mark.django_db
def test_a_chain_rewritten_as_a_whole_is_found_by_the_anchor_alone(key: KeyInMemory) -> None:
    make_chains()
    anchored(key)

    rewrite("certificate:1")

    assert list(chaining.breaks()) == []  # The negative control: the chain in itself is sound.
    assert faults(key) == [Break("anchor:2026-06-01", 3, "changed")]


@pytest.mark.django_db
def test_an_anchor_made_anew_by_somebody_else_is_not_ours(key: KeyInMemory) -> None:
    make_chains()
    anchor = anchored(key)

    unguard("certificates_anchor")
    Anchor.objects.filter(pk=anchor.pk).update(signature="")

    assert faults(key) == [Break("anchor:2026-06-01", 3, "not-ours")]


@pytest.mark.django_db
def test_what_comes_later_does_not_change_an_anchor(key: KeyInMemory) -> None:
    make_chains()
    anchored(key)

    chaining.append(document="certificate:1", event={"act": "revoked"}, at=NEXT_DAY)
    chaining.append(document="certificate:9", event={"act": "reserved"}, at=NEXT_DAY)

    assert faults(key) == []


@pytest.mark.django_db
def test_a_day_waits_until_it_is_settled(key: KeyInMemory) -> None:
    midnight = NOON.replace(hour=0) + timedelta(days=1)

    assert anchoring.anchor_yesterday(at=midnight + timedelta(minutes=9), seal=key.envelope.around) is None
    assert anchoring.anchor_yesterday(at=midnight + timedelta(minutes=10), seal=key.envelope.around) is not None


@pytest.mark.django_db
def test_the_auditor_can_add_the_heads_up_himself(key: KeyInMemory) -> None:
    make_chains()
    anchored(key)
    out = StringIO()

    call_command("export_anchor", stdout=out)

    given_out = json.loads(out.getvalue())
    leaves = [anchoring.leaf((document, position, head)) for document, position, head in given_out["heads"]]
    assert anchoring.root_of(leaves) == given_out["root"]
    assert [head[0] for head in given_out["heads"]] == ["certificate:0", "certificate:1", "certificate:2"]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_one_leaf_changed_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], hashlib.sha256(leaves[place]).digest(), *leaves[place + 1 :]]

    assert anchoring.root_of(changed) != anchoring.root_of(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_a_leaf_more_changes_the_root(leaves: list[bytes]) -> None:
    assert anchoring.root_of([*leaves, leaves[-1]]) != anchoring.root_of(leaves)

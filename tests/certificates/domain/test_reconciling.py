"""A row of the register edited in SQL is found by the chain, though the chain in itself holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from certificates.domain import chaining, issuing, trusting
from certificates.domain.chaining import Break
from certificates.domain.countersigning import countersign, file_pledge
from certificates.domain.reconciling import record_breaks
from certificates.domain.reissuing import reissue
from certificates.domain.revoking import revoke
from certificates.models.certificates import Certificate
from certificates.models.chain import Anchor, AttemptCommitment
from certificates.models.keys import SigningKey
from certificates.models.pledges import Pledge
from certificates.pdf.fonts import font_book
from tests.certificates.domain.test_anchoring import anchored
from tests.certificates.domain.test_committing import committed
from tests.factories.certificates import AT, LATER, load_key, make_graduate, make_pledge, make_press, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db

EDITS: dict[str, dict[str, Any]] = {
    "another name": {"payload": {"format": 1, "person": {"id": "1", "name": "顶替者"}}},
    "another digest of the payload": {"payload_digest": "0" * 64},
    "another file": {"file_digest": "0" * 64},
    "another signed range": {"signed_digest": "0" * 64},
    "another signer": {"key_id": "0" * 64},
    "in force again": {"state": "issued"},
    "an earlier day": {"issued_at": AT - timedelta(days=400)},
    "a later end": {"ended_at": AT + timedelta(days=400)},
}


def issued(name: str = "林秀英") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name), by=None, at=LATER, press=make_press())


def revoked() -> Certificate:
    certificate = issued()
    revoke(certificate=certificate, by=make_organizer(certificate.unit), reason="有误", at=LATER)
    return certificate


def found() -> list[Break]:
    assert list(chaining.breaks()) == []  # The negative control: the chain alone sees nothing.
    return list(record_breaks())


def test_records_of_every_kind_and_state_agree_with_their_chains() -> None:
    enrollment = revoked().enrollment
    again = issuing.issue(enrollment=enrollment, by=None, at=LATER + timedelta(days=1), press=make_press())
    by = make_organizer(again.unit)
    reissue(certificate=again, by=by, reason="更正", at=LATER + timedelta(days=2), fonts=font_book())
    issuing.reserve(enrollment=make_graduate("赵德柱"), by=None, at=LATER)
    kept = issuing.reserve(enrollment=make_graduate("孙桂兰"), by=None, at=LATER)
    issuing.void(certificate=kept, reason="无法打印", at=LATER)
    pledge = sign(make_pledge())
    file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=make_press())
    countersign(pledges=[pledge], by=make_organizer(pledge.enrollment.cohort.unit), at=AT + timedelta(hours=2))
    committed()
    trusting.retire(key_id=make_press().key.key_id, reason="失窃", at=LATER, revoked_at=AT)

    assert found() == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.replace(" ", "-"))
def test_a_certificate_edited_in_sql_is_found(edit: str) -> None:
    certificate = revoked()
    assert found() == []

    Certificate.objects.filter(pk=certificate.pk).update(**EDITS[edit])

    assert found() == [Break(f"certificate:{certificate.number}", 3, "record-changed")]


@pytest.mark.parametrize(
    "fields",
    [{"wording": "{}"}, {"evidence": {}}, {"state": "countersigned"}, {"signed_at": AT}, {"file_digest": "0" * 64}],
    ids=lambda fields: next(iter(fields)),
)
def test_a_pledge_edited_in_sql_is_found(fields: dict[str, Any]) -> None:
    pledge = sign(make_pledge())
    file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=make_press())
    assert found() == []

    Pledge.objects.filter(pk=pledge.pk).update(**fields)

    assert found() == [Break(f"pledge:{pledge.number}", 2, "record-changed")]


def test_a_revocation_of_a_key_that_is_taken_back_in_sql_is_found() -> None:
    key = trusting.retire(key_id=make_press().key.key_id, reason="失窃", at=LATER, revoked_at=AT)
    assert found() == []

    SigningKey.objects.update(revoked_at=None)

    assert found() == [Break(key.chain_name, 2, "record-changed")]


def test_a_certificate_put_in_by_sql_has_no_chain() -> None:
    real = issued()
    fields = {field.attname: getattr(real, field.attname) for field in Certificate._meta.concrete_fields}
    forged = {**fields, "id": None, "number": "SZ2026J0000999X", "token": "f" * 32}
    Certificate.objects.create(**{**forged, "enrollment_id": make_graduate("顶替者").pk})

    assert found() == [Break("certificate:SZ2026J0000999X", 1, "chain-missing")]


def test_a_certificate_taken_out_by_sql_leaves_its_chain() -> None:
    certificate = issued()

    Certificate.objects.filter(pk=certificate.pk).delete()

    assert found() == [Break(f"certificate:{certificate.number}", 1, "record-missing")]


def an_anchor() -> type[Anchor]:
    issued()
    anchored(load_key())
    return Anchor


def a_commitment() -> type[AttemptCommitment]:
    committed()
    return AttemptCommitment


@pytest.mark.parametrize("make", [an_anchor, a_commitment], ids=lambda make: make.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {} SET created_at = NULL", "DELETE FROM {}"], ids=["update", "delete"])
def test_the_database_itself_keeps_anchors_and_commitments(
    make: Callable[[], type[Anchor | AttemptCommitment]], statement: str
) -> None:
    model = make()

    with pytest.raises(DatabaseError, match="insert only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))

    assert model.objects.count() == 1

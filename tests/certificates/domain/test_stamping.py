"""Time stamps from a real authority on this machine: there, down and back, foreign, wrong, and with clocks apart."""

import hashlib
import logging
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates import tasks
from certificates.domain import anchoring, issuing, stamping, verifying
from certificates.domain.chaining import Break
from certificates.domain.stamping import NotStamped
from certificates.enums import VerdictWord
from certificates.models.certificates import Certificate
from certificates.models.chain import Anchor
from certificates.models.stamps import TimeStamp
from certificates.pdf.timestamps import Authority
from tests.certificates.tsa import StampServer
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.tampering import unguard

pytestmark = pytest.mark.django_db
DIGEST = hashlib.sha256(b"a document").digest()


@pytest.fixture
def server(tmp_path: Path, settings: LazySettings) -> Iterator[StampServer]:
    """The authority of this installation."""
    cache.delete(stamping.PAUSE)
    server = StampServer(tmp_path / "own")
    settings.TSA_URL, settings.TSA_CERTIFICATES_FILE = server.url, server.ca_file
    yield server
    server.stop()
    cache.delete(stamping.PAUSE)


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[StampServer]:
    """An authority that nobody named."""
    server = StampServer(tmp_path / "foreign")
    yield server
    server.stop()


def authority() -> Authority:
    configured = Authority.configured()
    assert configured
    return configured


def issued(name: str = "林秀英") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name), by=None, at=LATER, press=make_press())


def test_a_stamp_is_one_over_this_digest_by_this_authority_at_this_time(server: StampServer, tmp_path: Path) -> None:
    before = timezone.now() - timedelta(seconds=1)

    stamp = authority().stamp(DIGEST)

    assert before <= stamp.stamped_at <= timezone.now()
    assert stamp.authority == "Trial TSA own"
    (tmp_path / "token").write_bytes(stamp.token)
    command = ["openssl", "ts", "-verify", "-digest", DIGEST.hex(), "-token_in", "-in", str(tmp_path / "token")]
    said = subprocess.run([*command, "-CAfile", str(server.ca_file)], capture_output=True, check=False, text=True)
    assert "Verification: OK" in said.stdout + said.stderr


def test_a_token_is_handed_out_for_other_programs_to_check(server: StampServer, tmp_path: Path) -> None:
    certificate, file = issued(), tmp_path / "certificate.tst"
    with pytest.raises(CommandError, match="no time stamp"):
        call_command("export_time_stamp", certificate.number, file)
    tasks.tick(LATER)

    call_command("export_time_stamp", certificate.number, file)

    command = ["openssl", "ts", "-verify", "-digest", certificate.signed_digest, "-token_in", "-in", str(file)]
    checked = subprocess.run([*command, "-CAfile", str(server.ca_file)], capture_output=True, text=True, check=False)
    assert "Verification: OK" in checked.stdout + checked.stderr


def test_the_tick_stamps_documents_and_anchors_and_the_page_shows_it(server: StampServer, client: Client) -> None:
    certificate = issued()
    anchor = anchoring.anchor_yesterday(at=LATER + timedelta(days=1), seal=make_press().seal)
    file_digest = certificate.file_digest

    tasks.tick(timezone.now())
    tasks.tick(timezone.now())

    assert anchor
    assert {each.digest for each in TimeStamp.objects.all()} >= {certificate.signed_digest, anchor.root}
    assert server.asked == TimeStamp.objects.count()
    certificate.refresh_from_db()
    assert certificate.file_digest == file_digest
    page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()
    assert "Trial TSA own" in page
    assert anchoring.as_json(anchor)["time_stamp"] == TimeStamp.objects.get(digest=anchor.root).token


def test_while_it_is_down_documents_are_issued_and_when_it_is_back_they_are_stamped(server: StampServer) -> None:
    server.stop()
    certificate = issued()
    at = timezone.now()
    assert stamping.stamp_due(ask=authority().stamp, at=at) == 0
    assert verifying.by_token(certificate.token).word == VerdictWord.GENUINE
    assert verifying.by_token(certificate.token).stamped_at is None

    server.start()

    assert stamping.stamp_due(ask=authority().stamp, at=at + stamping.FIRST_PAUSE) == 1
    assert verifying.by_token(certificate.token).stamped_at is not None


def test_while_it_is_down_it_is_asked_less_and_less_often_and_at_least_every_hour(server: StampServer) -> None:
    issued()
    server.answer = b"busy"
    at = timezone.now()

    for minute in range(4 * 60):
        stamping.stamp_due(ask=authority().stamp, at=at + timedelta(minutes=minute))

    assert server.asked == 9  # After 0, 1, 3, 7, 15, 31, 63 minutes, and then every hour.
    server.answer = None
    assert stamping.stamp_due(ask=authority().stamp, at=at + timedelta(hours=5)) == 1


def test_one_failure_costs_only_the_rest_of_this_minute(server: StampServer) -> None:
    issued("林秀英"), issued("赵德柱")
    server.answer = b"busy"
    at = timezone.now()

    stamping.stamp_due(ask=authority().stamp, at=at)

    assert server.asked == 1
    server.answer = None
    assert stamping.stamp_due(ask=authority().stamp, at=at + stamping.FIRST_PAUSE) == 2


def test_a_token_over_another_digest_is_refused(server: StampServer) -> None:
    other = authority().stamp(hashlib.sha256(b"another").digest())

    with pytest.raises(NotStamped, match="not one over this digest"):
        authority().read(other.token, DIGEST)


def test_an_answer_to_another_question_is_refused(server: StampServer) -> None:
    authority().stamp(DIGEST)
    server.answer = (server.folder / "answer.tsr").read_bytes()  # As it was given once, over the very same digest.

    with pytest.raises(NotStamped, match="another question"):
        authority().stamp(DIGEST)


def test_a_token_of_a_foreign_authority_is_refused(server: StampServer, foreign: StampServer) -> None:
    stranger = Authority(foreign.url, authority().roots)

    with pytest.raises(NotStamped, match="does not name"):
        stranger.stamp(DIGEST)


@pytest.mark.parametrize("said", [b"", b"busy", b"\x30\x03\x02\x01\x02"], ids=["nothing", "noise", "refused"])
def test_what_is_no_token_is_refused(server: StampServer, said: bytes) -> None:
    server.answer = said or b" "

    with pytest.raises(NotStamped):
        authority().stamp(DIGEST)


@pytest.mark.parametrize("hours", [-1, 1])
def test_where_the_clocks_are_an_hour_apart_the_authority_is_believed_and_it_is_said(
    server: StampServer, caplog: pytest.LogCaptureFixture, hours: int
) -> None:
    certificate = issued()
    ours = timezone.now() + timedelta(hours=hours)

    stamping.stamp_due(ask=authority().stamp, at=ours)

    stamp = TimeStamp.objects.get(digest=certificate.signed_digest)
    assert abs(stamp.stamped_at - ours) > timedelta(minutes=59)
    assert verifying.by_token(certificate.token).word == VerdictWord.GENUINE
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "clock of this machine" in caplog.text


def test_a_stamp_that_is_changed_in_sql_is_found(server: StampServer) -> None:
    issued()
    stamping.stamp_due(ask=authority().stamp, at=timezone.now())
    assert list(stamping.stamp_breaks(read=authority().read)) == []
    stamp = TimeStamp.objects.get()
    with pytest.raises(DatabaseError, match="insert only"), transaction.atomic():
        TimeStamp.objects.update(stamped_at=LATER)

    unguard("certificates_timestamp")
    TimeStamp.objects.update(stamped_at=LATER)

    assert list(stamping.stamp_breaks(read=authority().read)) == [Break(f"stamp:{stamp.digest[:32]}", 1, "changed")]


def test_a_stamp_that_is_exchanged_in_sql_is_found(server: StampServer) -> None:
    issued("林秀英"), issued("赵德柱")
    stamping.stamp_due(ask=authority().stamp, at=timezone.now())
    one, other = TimeStamp.objects.order_by("pk")

    unguard("certificates_timestamp")
    TimeStamp.objects.filter(pk=one.pk).update(token=other.token, stamped_at=other.stamped_at)

    assert list(stamping.stamp_breaks(read=authority().read)) == [Break(f"stamp:{one.digest[:32]}", 1, "not-ours")]
    assert b64decode(one.token) != b64decode(other.token)


def test_without_an_authority_nobody_is_asked(settings: LazySettings) -> None:
    settings.TSA_URL = ""
    issued()

    tasks.tick(timezone.now())

    assert not TimeStamp.objects.exists()
    assert Anchor.objects.count() <= 1


def test_a_missing_ca_is_said_and_holds_nothing_up(
    settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TSA_URL, settings.TSA_CERTIFICATES_FILE = "http://127.0.0.1:9/", tmp_path / "none.pem"

    tasks.tick(datetime.fromisoformat("2026-06-03T12:00:00+08:00"))

    assert "TSA_CERTIFICATES_FILE is not there" in caplog.text

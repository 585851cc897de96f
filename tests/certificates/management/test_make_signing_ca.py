"""The command that makes the signing key, once."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from certificates.pdf.signers import load_signer


@pytest.fixture
def key_file(settings: LazySettings, tmp_path: Path) -> Path:
    """Where this installation's key is to be."""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "signing.p12"
    return tmp_path / "keys" / "signing.p12"


def test_it_makes_a_key_that_opens_with_the_passphrase(key_file: Path, settings: LazySettings) -> None:
    call_command("make_signing_ca")

    assert load_signer(key_file, settings.SIGNING_PASSPHRASE).key_id
    assert key_file.with_name("signing-ca.pem").read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_on_request_the_key_is_rsa(key_file: Path, settings: LazySettings) -> None:
    call_command("make_signing_ca", "--rsa")

    assert len(load_signer(key_file, settings.SIGNING_PASSPHRASE).sign_raw(b"anything")) == 2048 // 8


def test_it_never_replaces_a_key(key_file: Path) -> None:
    call_command("make_signing_ca")
    before = key_file.read_bytes()

    with pytest.raises(CommandError, match="already"):
        call_command("make_signing_ca")

    assert key_file.read_bytes() == before


def test_where_asked_it_is_content_with_the_key_that_is_there(key_file: Path) -> None:
    call_command("make_signing_ca", "--if-missing")
    before = key_file.read_bytes()

    call_command("make_signing_ca", "--if-missing")

    assert key_file.read_bytes() == before

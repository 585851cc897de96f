"""Whoever sees other people's data needs a second factor, where the setting says so."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from pytest_django.fixtures import Settings

from people.models.accounts import User
from tests.factories.people import PASSWORD

ACTIVATE = "/account/second-factor/app/"


@pytest.fixture(autouse=True)
def needed(settings: Settings) -> None:
    """As on a server."""
    settings.STAFF_NEEDS_MFA = True


def test_an_organizer_without_one_is_sent_to_set_it_up(client: Client, wu: User) -> None:
    client.force_login(wu)

    assert client.get("/elections/")["Location"] == ACTIVATE


def test_a_trainee_needs_none(client: Client, lin: User) -> None:
    client.force_login(lin)

    assert client.get("/notices/").status_code == 200


def test_an_organizer_who_has_one_goes_in(client: Client, wu: User) -> None:
    TOTP.activate(wu, generate_totp_secret())
    client.force_login(wu)

    assert client.get("/elections/").status_code == 200


def test_its_secret_is_ciphertext_in_the_database(client: Client, wu: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(wu, secret)

    assert secret not in str(Authenticator.objects.get().data)


def test_the_password_alone_no_longer_opens_the_account(client: Client, wu: User) -> None:
    TOTP.activate(wu, generate_totp_secret())

    answer = client.post("/account/login/", {"login": "wu", "password": PASSWORD})

    assert answer["Location"].startswith("/account/second-factor/login/")
    assert "_auth_user_id" not in client.session


def test_the_page_that_sets_it_up_asks_for_the_password_and_shows_the_code(client: Client, wu: User) -> None:
    client.force_login(wu)
    asked = client.get(ACTIVATE)

    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()

    assert asked["Location"].startswith("/account/confirm/")
    assert "设置二次验证" in page
    assert "data:image/svg+xml" in page

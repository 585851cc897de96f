"""The settings refuse to start where something would be unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = {
    "SECRET_KEY": "a-long-enough-secret-key-for-a-server-0123456789-abcdefghij-ABCDEFGHIJ",
    "FIELD_KEY": "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyEhISE=",
    "INDEX_KEY": "index",
    "SIGNING_PASSPHRASE": "passphrase",
}
SERVER = {
    **KEYS,
    "SITE_URL": "https://training.example.test",
    "DATABASE_URL": "sqlite:////tmp/never-created-by-check.sqlite3",
}


def check(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` in exactly this environment, away from any .env."""
    code = (
        "import environ; environ.Env.read_env = classmethod(lambda *a, **k: None)\n"
        "import sys; from django.core.management import execute_from_command_line\n"
        "execute_from_command_line(['manage.py', 'check', *sys.argv[1:]])"
    )
    base = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "training.settings", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=base | environment, capture_output=True, text=True
    )


def test_a_server_with_everything_set_passes_the_deployment_check() -> None:
    done = check(SERVER, "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [*KEYS, "SITE_URL"])
def test_it_refuses_to_start_without(name: str) -> None:
    done = check({key: value for key, value in SERVER.items() if key != name})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_it_refuses_plain_http_away_from_the_own_machine() -> None:
    done = check(SERVER | {"SITE_URL": "http://training.example.test"})

    assert done.returncode != 0
    assert "must begin with https://" in done.stderr


def test_plain_http_is_enough_on_the_own_machine() -> None:
    done = check(SERVER | {"SITE_URL": "http://127.0.0.1:8000"})

    assert done.returncode == 0, done.stderr

"""The .env file: the secrets of one installation, made at random once and readable by its owner alone."""

import base64
import os
import secrets
from pathlib import Path

DEFAULT_PORT = "8000"


def ensure(path: Path) -> bool:
    """Write the file where there is none; say whether it was written."""
    if path.exists():
        return False
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(as_lines(fresh_values()))
    return True


def as_lines(values: dict[str, str]) -> str:
    """Return values as the file holds them."""
    return "".join(f"{name}={value}\n" for name, value in values.items())


def fresh_values() -> dict[str, str]:
    """Return the settings of a new installation on this machine, its secrets at random."""
    port = os.environ.get("PORT", DEFAULT_PORT)
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "INDEX_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "SIGNING_PASSPHRASE": secrets.token_urlsafe(32),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": port,
    }


def port(path: Path) -> int:
    """Return the port to listen on: the environment's, else the file's, else 8000."""
    return int(os.environ.get("PORT") or read(path).get("PORT") or DEFAULT_PORT)


def read(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of the file."""
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs if not name.startswith("#")}


if __name__ == "__main__":
    print(as_lines(fresh_values()), end="")

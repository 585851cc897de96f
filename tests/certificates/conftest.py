"""Every test of certificates has a signing key."""

import pytest

from tests.factories.certificates import install_key


@pytest.fixture(autouse=True, scope="package")
def signing_key() -> None:
    """The key that documents of this run are signed with."""
    install_key()

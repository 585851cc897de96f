"""The product's settings with keys that are no secret, and what makes a suite of thousands quick."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = tempfile.mkdtemp(prefix="cadre-tests-")
(Path(DATA) / "static").mkdir()
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

# The environment wins over .env, so a developer's own installation never shows in a test.
for name in ("PORT", "BEHIND_PROXY", "STAFF_NEEDS_MFA", "EMAIL_BACKEND", "SIGNING_KEY_URI", "SIGNING_RSA", "TSA_URL"):
    os.environ.pop(name, None)
os.environ |= {
    "SECRET_KEY": "a key for tests that is long enough to satisfy every check of the framework",
    "FIELD_KEY": "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyEhISE=",
    "INDEX_KEY": "a blind index for tests",
    "SIGNING_PASSPHRASE": "a passphrase for tests",
    "SITE_URL": "http://127.0.0.1:8000",
    "DATA_DIR": DATA,
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{PROJECT / 'var' / 'tests' / 'suite.sqlite3'}")

from training.settings import *  # noqa: E402, F403  # Read after the environment is in place.
from training.settings import STORAGES  # noqa: E402

# Argon2 costs 40 ms by design; its own tests ask for it by name.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "people.hashers.Argon2id19",
    "people.hashers.FirstPasswordHasher",
]
# Hashed names need collectstatic, which the browser journeys run.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

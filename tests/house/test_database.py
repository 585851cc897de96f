"""The test database is production's: migrated, with foreign keys kept, and whole again after a test that commits."""

import pytest
from django.db import connection
from wagtail.models import Page

ROOT_PAGES = 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_destroy_everything() -> None:
    Page.objects.all().delete()

    assert Page.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_finds_what_the_migrations_made() -> None:
    assert Page.objects.filter(depth=1).count() == ROOT_PAGES


@pytest.mark.django_db
def test_sqlite_runs_with_the_settings_of_production() -> None:
    if connection.vendor != "sqlite":
        return

    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()
        foreign_keys = cursor.execute("PRAGMA foreign_keys").fetchone()

    assert (journal, foreign_keys) == (("wal",), (1,))
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

"""The record chain: it grows, it cannot be changed through the database, and tampering is found."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from certificates.domain import chaining
from certificates.domain.chaining import Break
from certificates.models.chain import ChainEntry
from tests.factories.certificates import AT

pytestmark = pytest.mark.django_db
DOCUMENT = "certificate:SZ2026J00000010"
OFF = {
    "sqlite": ["DROP TRIGGER chain_no_update", "DROP TRIGGER chain_no_delete"],
    "postgresql": ["ALTER TABLE certificates_chainentry DISABLE TRIGGER USER"],
}


def make_chain(length: int = 3) -> list[ChainEntry]:
    """A chain of so many acts."""
    return [chaining.append(document=DOCUMENT, event={"act": f"act {n}"}, at=AT) for n in range(length)]


def tamper(statement: str) -> None:
    """Do what only somebody with the database's own rights can do: take the guard away, then change a row."""
    with connection.cursor() as cursor:
        for guard in OFF[connection.vendor]:
            cursor.execute(guard)
        cursor.execute(statement)


def test_each_entry_holds_the_hash_of_the_one_before() -> None:
    first, second, third = make_chain()

    assert first.previous == chaining.GENESIS
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert list(chaining.breaks()) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE certificates_chainentry SET hash = 'x'", "DELETE FROM certificates_chainentry"],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(statement: str) -> None:
    make_chain()

    with pytest.raises(DatabaseError, match="insert only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert ChainEntry.objects.count() == 3


def test_a_row_edited_in_sql_is_found() -> None:
    make_chain()
    tamper('UPDATE certificates_chainentry SET event = \'{"act": "something else"}\' WHERE position = 2')

    assert next(chaining.breaks()) == Break(DOCUMENT, 2, "changed")


def test_a_row_taken_out_in_sql_is_found() -> None:
    make_chain()
    tamper("DELETE FROM certificates_chainentry WHERE position = 2")

    assert list(chaining.breaks()) == [Break(DOCUMENT, 2, "missing")]


def test_the_command_says_where_and_ends_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    make_chain()
    tamper("DELETE FROM certificates_chainentry WHERE position = 1")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_chain", "--json")

    assert ended.value.code == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {"entries": 2, "breaks": [{"document": DOCUMENT, "position": 1, "fault": "missing"}]}


def test_the_command_is_content_with_a_chain_that_holds(capsys: pytest.CaptureFixture[str]) -> None:
    make_chain()

    call_command("verify_chain")

    assert capsys.readouterr().out == "The chain holds: 3 entries.\n"

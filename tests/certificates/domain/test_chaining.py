"""The record chain: it grows, it cannot be changed through the database, and tampering is found."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from certificates.domain import chaining
from certificates.domain.chaining import Break
from certificates.models.chain import ChainEntry
from tests.factories.certificates import AT
from tests.tampering import edit

pytestmark = pytest.mark.django_db
DOCUMENT = "specimen:1"  # Of no record: it is the chain alone that is looked at.
TABLE = "certificates_chainentry"


def make_chain(length: int = 3) -> list[ChainEntry]:
    """A chain of so many acts."""
    return [chaining.append(document=DOCUMENT, event={"act": f"act {n}"}, at=AT) for n in range(length)]


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
    edit(TABLE, 'UPDATE certificates_chainentry SET event = \'{"act": "something else"}\' WHERE position = 2')

    assert next(chaining.breaks()) == Break(DOCUMENT, 2, "changed")


def test_a_row_taken_out_in_sql_is_found() -> None:
    make_chain()
    edit(TABLE, "DELETE FROM certificates_chainentry WHERE position = 2")

    assert list(chaining.breaks()) == [Break(DOCUMENT, 2, "missing")]


def test_the_command_says_where_and_ends_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    make_chain()
    edit(TABLE, "DELETE FROM certificates_chainentry WHERE position = 1")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_chain", "--json")

    assert ended.value.code == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {"entries": 2, "breaks": [{"document": DOCUMENT, "position": 1, "fault": "missing"}]}


def test_the_command_is_content_with_a_chain_that_holds(capsys: pytest.CaptureFixture[str]) -> None:
    make_chain()

    call_command("verify_chain")

    assert capsys.readouterr().out == "The chain holds: 3 entries.\n"

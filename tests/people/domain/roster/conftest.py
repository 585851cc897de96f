"""A street with two communities, and a short way to check a roster against it."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from common.sheet_parser import lines_of
from common.sheets import Sheet, sheets_from
from people.domain.roster.applying import Applied, apply_roster
from people.domain.roster.checking import Checked, check_roster
from people.models.elections import Election
from people.models.organisation import OrgUnit
from tests.factories.people import make_unit

TODAY = date(2026, 11, 24)
Check = Callable[..., Checked]


def sheets_in(data: bytes) -> list[Sheet]:
    """Read a file with the parser itself, without a child process: that has its own tests."""
    return sheets_from(json.loads(json.dumps(line)) for line in lines_of(data))


@pytest.fixture
def street(db: None) -> OrgUnit:
    """六里山街道 with two communities."""
    make_unit("370103010002")
    make_unit("370103010001")
    return make_unit("370103010")


@pytest.fixture
def check(street: OrgUnit) -> Check:
    """Check the bytes of a roster for the street."""

    def check(data: bytes, *, unit: OrgUnit | None = None, election: Election | None = None) -> Checked:
        return check_roster(sheets=sheets_in(data), unit=unit or street, election=election, today=TODAY)

    return check


@pytest.fixture
def bring_in(street: OrgUnit, check: Check) -> Callable[..., Applied]:
    """Check a roster for the street and apply it."""

    def bring_in(data: bytes, *, election: Election | None = None) -> Applied:
        return apply_roster(checked=check(data, election=election), unit=street)

    return bring_in

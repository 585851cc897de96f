"""The division file: added, renamed, closed, reopened, and a tree that stays sound."""

import io
from datetime import date

import pytest

from people.domain.divisions import Changes, DivisionsRefused, WouldCloseMany, import_divisions, read_divisions
from people.models.organisation import OrgUnit
from tests.factories.people import make_unit

HEAD = "code,name,level,parent_code\n"
BASE = HEAD + "37,山东省,province,\n3701,济南市,city,37\n370103,市中区,district,3701\n370112,历城区,district,3701\n"
TODAY = date(2026, 11, 24)


def bring(text: str, *, close_many: bool = False) -> Changes:
    """Import a file of this text."""
    return import_divisions(divisions=read_divisions(io.StringIO(text)), on=TODAY, close_many=close_many)


@pytest.mark.django_db
def test_it_builds_a_sound_tree_whatever_the_order_of_the_lines() -> None:
    lines = BASE.removeprefix(HEAD).splitlines(keepends=True)

    changes = bring(HEAD + "".join(reversed(lines)))

    assert list(changes.added) == ["37", "3701", "370103", "370112"]
    assert OrgUnit.find_problems() == ([], [], [], [], [])
    assert [unit.name for unit in OrgUnit.objects.get(code="370103").get_ancestors()] == ["山东省", "济南市"]


@pytest.mark.django_db
def test_the_second_time_changes_nothing() -> None:
    bring(BASE)
    before = list(OrgUnit.objects.order_by("pk").values())

    changes = bring(BASE)

    assert changes == Changes(rows=4)
    assert list(OrgUnit.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_it_says_what_was_renamed_closed_and_reopened() -> None:
    bring(BASE)

    changed = bring(BASE.replace("历城区", "历城新区").replace("370103,市中区,district,3701\n", ""))
    back = bring(BASE)

    assert (changed.renamed, changed.closed) == ({"370112": ("历城区", "历城新区")}, {"370103": "市中区"})
    assert back.reopened == {"370103": "市中区"}
    assert OrgUnit.objects.get(code="370103").closed_on is None


@pytest.mark.django_db
def test_new_siblings_come_after_the_last_and_the_tree_api_goes_on_from_there() -> None:
    bring(BASE)

    bring(BASE + "370113,长清区,district,3701\n")
    make_unit("370114", "章丘区")

    city = OrgUnit.objects.get(code="3701")
    assert [unit.code for unit in city.get_children()] == ["370103", "370112", "370113", "370114"]
    assert OrgUnit.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_units_below_the_communities_are_the_districts_own_and_stay() -> None:
    bring(BASE)
    grid = make_unit("370103010001001", "第一网格")

    bring(BASE + "370103010,六里山街道,street,370103\n370103010001,六里山路社区居民委员会,village,370103010\n")

    grid.refresh_from_db()
    assert grid.closed_on is None


@pytest.mark.django_db
def test_a_part_of_the_file_does_not_close_the_rest() -> None:
    many = BASE + "".join(f"37{number:04},区{number},district,3701\n" for number in range(4000, 4150))
    bring(many)

    with pytest.raises(WouldCloseMany):
        bring(BASE)

    assert OrgUnit.objects.in_use().filter(code="374000").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "code,name\n37,山东省\n",
        HEAD,
        HEAD + "x7,山东省,province,\n",
        HEAD + "37,,province,\n",
        HEAD + "37,山东省,kingdom,\n",
        HEAD + "3701,济南市,city,37\n",
        BASE + "37,山东省,province,\n",
    ],
)
def test_a_file_that_is_no_division_file_changes_nothing(text: str) -> None:
    with pytest.raises(DivisionsRefused):
        bring(text)

    assert not OrgUnit.objects.exists()

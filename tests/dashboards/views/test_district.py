"""The overview: what it shows, to whom, and that it costs the same for three units and for three hundred."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cohorts.models import Cohort
from common import paging
from dashboards.views import district as views
from people.models import Notice, User
from tests.factories.dashboards import (
    District,
    make_cohort,
    make_district,
    make_enrollment,
    make_grant,
    make_seat,
    make_sitting,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    """A district of two streets; in the first everybody is done, in the second nobody is."""
    district = make_district()
    cohort = make_cohort(district, modules=2)
    for place, community in enumerate(district.communities):
        person = make_user(f"村干部{place}")
        make_seat(person, community, district)
        make_enrollment(cohort, person, community, finished=2 if place < 2 else 1)
    return district


def signed_in(user: User) -> Client:
    """A browser in which that person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def people_url(district: District, query: str = "?figure=progress&side=missing") -> str:
    """The address of a list of the district."""
    return reverse("dashboards:people-list", args=[district.unit.code]) + query


def test_it_leads_an_organizer_to_the_one_unit_they_answer_for(district: District) -> None:
    response = signed_in(district.organizer).get(reverse("dashboards:district-start"))

    assert response.status_code == 302
    assert response["Location"] == reverse("dashboards:district", args=[district.unit.code])


def test_it_lets_somebody_with_two_units_choose(district: District) -> None:
    sister = make_district(code="370112", name="历城区")
    make_grant(district.organizer, "leader", sister.unit)

    page = signed_in(district.organizer).get(reverse("dashboards:district-start"))

    assert [unit.name for unit in page.context["units"]] == ["市中区", "历城区"]


def test_a_unit_below_another_of_ones_own_is_not_offered_apart(district: District) -> None:
    make_grant(district.organizer, "leader", district.streets[0])

    response = signed_in(district.organizer).get(reverse("dashboards:district-start"))

    assert response["Location"] == reverse("dashboards:district", args=[district.unit.code])


def test_it_shows_each_street_with_its_figures(district: District) -> None:
    page = signed_in(district.organizer).get(reverse("dashboards:district", args=[district.unit.code]))

    lines = page.context["overview"].units
    assert [(line.subject.name, line.figures["progress"].part, line.figures["progress"].whole) for line in lines] == [
        ("第1街道", 4, 4),
        ("第2街道", 2, 4),
    ]
    assert "第2街道" in page.content.decode()


def test_it_puts_the_worst_first_on_request(district: District) -> None:
    address = reverse("dashboards:district", args=[district.unit.code])

    page = signed_in(district.organizer).get(address, {"sort": "progress"})

    assert [line.subject.name for line in page.context["overview"].units] == ["第2街道", "第1街道"]


def test_a_community_shows_its_people(district: District) -> None:
    community = district.communities[0]

    page = signed_in(district.organizer).get(reverse("dashboards:district", args=[community.code]))

    assert [line.subject.name for line in page.context["overview"].people] == ["村干部0"]
    assert [place["label"] for place in page.context["trail"]] == ["市中区", "第1街道"]


@pytest.mark.parametrize("name", ["district", "district-export", "people-list", "people-export", "people-remind"])
def test_a_sister_district_and_the_city_above_do_not_exist(district: District, name: str) -> None:
    sister = make_district(code="370112", name="历城区")
    client = signed_in(district.organizer)

    for code, status in ((district.unit.code, 200), (sister.unit.code, 404), ("3701", 404), ("nowhere", 404)):
        assert client.get(reverse(f"dashboards:{name}", args=[code]) + "?figure=progress").status_code == status


def test_without_the_permission_there_is_no_overview(district: District) -> None:
    trainee = signed_in(User.objects.get(name="村干部0"))

    for name in ("district", "people-list", "district-export", "people-export", "people-remind"):
        address = reverse(f"dashboards:{name}", args=[district.unit.code]) + "?figure=progress"
        assert trainee.get(address).status_code == 403


def test_a_leader_looks_on_but_takes_nothing_away_and_reminds_nobody(district: District) -> None:
    leader = make_user("周书记")
    make_grant(leader, "leader", district.unit)
    client = signed_in(leader)

    page = client.get(people_url(district))

    assert page.status_code == 200
    assert page.context["remindable"] == 0
    assert not page.context["may_export"]
    for name in ("district-export", "people-export", "people-remind"):
        address = reverse(f"dashboards:{name}", args=[district.unit.code]) + "?figure=progress"
        assert client.get(address).status_code == 403


def test_the_list_shows_who_is_behind_and_where_they_sit(district: District) -> None:
    page = signed_in(district.organizer).get(people_url(district))

    assert [(person.name, person.share.part, person.units) for person in page.context["lines"]] == [
        ("村干部2", 1, ["市中第2-1社区"]),
        ("村干部3", 1, ["市中第2-2社区"]),
    ]
    assert [tab["count"] for tab in page.context["tabs"]] == [2, 2, 4]


def test_a_list_is_searched_by_name(district: District) -> None:
    page = signed_in(district.organizer).get(people_url(district) + "&q=干部2")

    assert [line.name for line in page.context["lines"]] == ["村干部2"]
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 0, 1]
    assert "没有找到" in signed_in(district.organizer).get(people_url(district) + "&q=没有的").text


def test_a_list_on_paper_is_whole_and_says_what_it_is(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    client = signed_in(district.organizer)
    assert len(client.get(people_url(district)).context["lines"]) == 1
    assert "print=1" in client.get(people_url(district)).text

    page = client.get(people_url(district) + "&print=1")

    assert [line.name for line in page.context["lines"]] == ["村干部2", "村干部3"]
    assert "未学完 · 共 2 人次 · 截至" in page.text


def test_a_print_that_holds_no_more_says_so(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "ON_PAPER", 1)

    page = signed_in(district.organizer).get(people_url(district) + "&print=1")

    assert "第 1 至 1 条" in page.text


def test_whoever_was_absent_stands_beside_the_pass_rate(district: District) -> None:
    make_sitting(Cohort.objects.get())
    client = signed_in(district.organizer)

    overview = client.get(reverse("dashboards:district", args=[district.unit.code])).text
    page = client.get(people_url(district, "?figure=absent&side=all"))

    assert "缺考 4" in overview
    assert len(page.context["lines"]) == 4
    assert "缺考 · 共 4 人次" in page.text
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]] == [
        ("不及格", 0),
        ("及格", 0),
        ("缺考", 4),
        ("全部", 0),
    ]


def test_a_figure_that_does_not_exist_has_no_list(district: District) -> None:
    assert signed_in(district.organizer).get(people_url(district, "?figure=luck")).status_code == 404


def test_one_button_reminds_everybody_who_is_behind_once_a_day(district: District) -> None:
    client = signed_in(district.organizer)
    address = reverse("dashboards:people-remind", args=[district.unit.code]) + "?figure=progress"

    asked = client.get(address)
    client.post(address)
    client.post(address)

    assert asked.context["count"] == 2
    assert sorted(Notice.objects.values_list("recipient__name", flat=True)) == ["村干部2", "村干部3"]
    assert ModelLogEntry.objects.filter(action="dashboards.remind").count() == 2


def test_asking_for_the_confirmation_reminds_nobody(district: District) -> None:
    signed_in(district.organizer).get(
        reverse("dashboards:people-remind", args=[district.unit.code]) + "?figure=progress"
    )

    assert not Notice.objects.exists()


def test_the_export_holds_the_figures_of_the_page_and_is_written_into_the_log(district: District) -> None:
    response = signed_in(district.organizer).get(reverse("dashboards:district-export", args=[district.unit.code]))

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    found = [row for row in rows if row[1] in {"第1街道", "第2街道", "合计"}]
    assert [(row[5], row[6], row[7]) for row in found] == [(4, 4, "100%"), (2, 4, "50%"), (6, 8, "75%")]
    assert ModelLogEntry.objects.get(action="dashboards.export_overview").user == district.organizer


def test_a_sheet_says_by_itself_what_it_is(district: District) -> None:
    client = signed_in(district.organizer)

    overview = client.get(reverse("dashboards:district-export", args=[district.unit.code]))
    listed = client.get(
        reverse("dashboards:people-export", args=[district.unit.code]) + "?figure=progress&side=missing"
    )

    head, columns = list(openpyxl.load_workbook(io.BytesIO(overview.content)).active.values)[:2]
    assert head[0].startswith("市中区 · 培训概览 · 截至")
    assert columns[2:5] == ("已参训人数", "应训人数", "参训率")
    head, columns = list(openpyxl.load_workbook(io.BytesIO(listed.content)).active.values)[:2]
    assert head[0].startswith("市中区 · 学习进度 · 未学完 · 共 2 人次 · 截至")
    assert columns == ("姓名", "单位", "职务", "培训班", "已学完模块数", "应学模块数", "学习进度")
    assert "市中区-学习进度-未学完-" in unquote(listed["Content-Disposition"])


def test_the_exported_list_keeps_rare_names_and_runs_no_formula(district: District) -> None:
    for name in ("欧阳𬱖", "=1+1"):
        person = make_user(name)
        make_seat(person, district.communities[0], district)

    response = signed_in(district.organizer).get(
        reverse("dashboards:people-export", args=[district.unit.code]) + "?figure=coverage&side=missing"
    )

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "欧阳𬱖" in cells
    assert cells["=1+1"] == "s"
    assert ModelLogEntry.objects.get(action="dashboards.export_people").data["people"] == 2


@pytest.mark.parametrize("query", ["", "?sort=progress"])
def test_the_overview_costs_the_same_for_three_units_and_for_three_hundred(query: str) -> None:
    costs = []
    for code, size in (("370101", 3), ("370102", 30), ("370103", 300)):
        district = make_district(code=code, streets=size, communities=0)
        cohort = make_cohort(district)
        for street in district.streets[:30]:
            person = make_user("人")
            make_seat(person, street, district)
            make_enrollment(cohort, person, street, finished=1)
        client = signed_in(district.organizer)
        address = reverse("dashboards:district", args=[code]) + query
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert len(page.context["overview"].units) == size
        costs.append(len(queries))

    assert len(set(costs)) == 1


def test_a_list_costs_the_same_for_three_people_and_for_three_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 1000)
    costs = []
    for code, size in (("370101", 3), ("370102", 30), ("370103", 300)):
        district = make_district(code=code, streets=1, communities=1)
        for number in range(size):
            make_seat(make_user(f"人{number}"), district.communities[0], district)
        client = signed_in(district.organizer)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("dashboards:people-list", args=[code]) + "?figure=coverage")
        assert len(page.context["lines"]) == size
        costs.append(len(queries))

    assert len(set(costs)) == 1

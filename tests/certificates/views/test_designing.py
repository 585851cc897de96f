"""The editor of designs and seals: one's own units alone, a live preview, nothing published that cannot be printed."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certificates.models.designs import CertificateDesign
from certificates.models.pictures import Picture
from certificates.models.seals import Seal
from courses.domain.setting_up import AUTHORS
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.designs import WORDING, make_design, make_editor, make_seal, seal_file, uploaded

pytestmark = pytest.mark.django_db

DESIGNS = "wagtailsnippets_certificates_certificatedesign"
SEALS = "wagtailsnippets_certificates_seal"
HOSTILE = ["{name.__class__}", "{0}", "{", "{name!r}", "{salary}"]


@pytest.fixture
def editor(client: Client, shizhong: OrgUnit) -> User:
    """Who designs for Shizhong, logged in."""
    editor = make_editor(shizhong)
    client.force_login(editor)
    client.cookies["django_language"] = "zh-hans"
    return editor


def design_form(unit: OrgUnit, **fields: Any) -> dict[str, Any]:
    """What the editor sends for a design."""
    defaults = {
        "name": "区级样式", "unit": unit.pk, "programme": "", "language": "zh-hans", "orientation": "portrait",
        "background": "", "frame": "on", "title": "结业证书", "wording": WORDING, "seal_style": "", "seal": "",
        "months_valid": "",
    }  # fmt: skip
    people = nested_form_data({"signatories": streamfield([("signatory", {"title": "部长", "name": "王建国"})])})
    return {**defaults, **people, **fields}


def seal_form(unit: OrgUnit, **fields: Any) -> dict[str, Any]:
    return {
        "name": "市中区委组织部", "unit": unit.pk, "holder": "吴组织员", "authorised_by": "武明远",
        "authorised_in": "市中组发〔2026〕12号", "begins_on": "2026-01-01", "ends_on": "2026-12-31",
        "upload": uploaded(seal_file()), **fields,
    }  # fmt: skip


def test_a_design_is_written_and_published(client: Client, editor: User, shizhong: OrgUnit) -> None:
    client.post(reverse(f"{DESIGNS}:add"), design_form(shizhong, **{"action-publish": "1"}))

    design = CertificateDesign.objects.get()
    assert (design.live, design.unit, design.signatories[0].value["name"]) == (True, shizhong, "王建国")


def test_a_new_one_begins_with_the_words_of_the_built_in_page(client: Client, editor: User) -> None:
    page = client.get(reverse(f"{DESIGNS}:add")).content.decode()

    assert "准予结业" in page
    assert "结业证书" in page


@pytest.mark.parametrize("wording", HOSTILE)
def test_a_wording_with_a_blank_that_nobody_knows_is_kept_as_a_draft_and_not_published(
    client: Client, editor: User, shizhong: OrgUnit, wording: str
) -> None:
    client.post(reverse(f"{DESIGNS}:add"), design_form(shizhong, wording=wording))
    draft = CertificateDesign.objects.get()

    answer = client.post(
        reverse(f"{DESIGNS}:edit", args=[draft.pk]), design_form(shizhong, wording=wording, **{"action-publish": "1"})
    )

    assert "{organisation}" in " ".join(answer.context["form"].errors["wording"])
    draft.refresh_from_db()
    assert not draft.live


def test_a_wording_too_long_for_the_longest_names_is_not_published(
    client: Client, editor: User, shizhong: OrgUnit
) -> None:
    form = design_form(shizhong, wording="{cohort}" * 40, **{"action-publish": "1"})

    answer = client.post(reverse(f"{DESIGNS}:add"), form)

    assert answer.context["form"].errors["wording"] == ["正文太长，页面放不下。请缩短。"]
    assert not CertificateDesign.objects.exists()


def test_a_seal_whose_days_are_over_is_named_before_publishing(client: Client, editor: User, shizhong: OrgUnit) -> None:
    seal = make_seal(shizhong, ends_on="2026-01-02")

    answer = client.post(reverse(f"{DESIGNS}:add"), design_form(shizhong, seal=seal.pk, **{"action-publish": "1"}))

    assert "重新办理授权" in answer.context["form"].errors["seal"][0]


def preview(client: Client, design: CertificateDesign, form: dict[str, Any], mode: str = "") -> str:
    url = reverse(f"{DESIGNS}:preview_on_edit", args=[design.pk])
    assert client.post(url, form).json() == {"is_valid": True, "is_available": True}
    return client.get(url, {"mode": mode}).content.decode()


@pytest.mark.parametrize("mode", ["", "long"])
def test_the_preview_is_the_page_as_the_press_draws_it(
    client: Client, editor: User, shizhong: OrgUnit, mode: str
) -> None:
    design = make_design(shizhong)

    page = preview(client, design, design_form(shizhong), mode)

    assert re.search(r'src="data:image/png;base64,iVBOR', page)


def test_the_preview_says_what_is_wrong_with_the_wording(client: Client, editor: User, shizhong: OrgUnit) -> None:
    page = preview(client, make_design(shizhong), design_form(shizhong, wording="{name.__class__}"))

    assert "data:image" not in page
    assert "{name.__class__}" in page


def test_markup_in_a_wording_is_printed_as_it_stands(client: Client, editor: User, shizhong: OrgUnit) -> None:
    form = design_form(shizhong, wording="<img src=/etc/passwd> {{name}} &amp;", **{"action-publish": "1"})

    client.post(reverse(f"{DESIGNS}:add"), form)

    assert CertificateDesign.objects.get().live


def test_a_design_of_another_district_is_not_there(
    client: Client, editor: User, shizhong: OrgUnit, licheng: OrgUnit
) -> None:
    mine, theirs = make_design(shizhong, name="我们的"), make_design(licheng, name="别人的")

    listed = client.get(reverse(f"{DESIGNS}:list")).content.decode()

    assert "我们的" in listed
    assert "别人的" not in listed
    for name in ("edit", "history", "usage", "unpublish", "preview_on_edit"):
        assert client.get(reverse(f"{DESIGNS}:{name}", args=[theirs.pk])).status_code == 404, name
        assert client.get(reverse(f"{DESIGNS}:{name}", args=[mine.pk])).status_code != 404, name


def test_nothing_can_be_given_to_another_district(
    client: Client, editor: User, shizhong: OrgUnit, licheng: OrgUnit
) -> None:
    design = make_design(shizhong)

    answer = client.post(reverse(f"{DESIGNS}:edit", args=[design.pk]), design_form(licheng))

    assert "unit" in answer.context["form"].errors


def test_the_seal_of_another_district_cannot_be_chosen(
    client: Client, editor: User, shizhong: OrgUnit, licheng: OrgUnit
) -> None:
    theirs = make_seal(licheng)

    answer = client.post(reverse(f"{DESIGNS}:add"), design_form(shizhong, seal=theirs.pk))

    assert "seal" in answer.context["form"].errors
    assert client.get(reverse(f"{SEALS}:edit", args=[theirs.pk])).status_code == 404


def test_authors_neither_design_nor_see_seals(client: Client, chen: User) -> None:
    chen.groups.add(Group.objects.get(name=AUTHORS))
    client.force_login(chen)

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert [client.get(reverse(f"{snippet}:list")).status_code for snippet in (DESIGNS, SEALS)] == [302, 302]


def test_a_seal_is_brought_in_with_its_authorization(client: Client, editor: User, shizhong: OrgUnit) -> None:
    client.post(reverse(f"{SEALS}:add"), seal_form(shizhong))

    seal = Seal.objects.get()
    assert (seal.unit, seal.authorised_in) == (shizhong, "市中组发〔2026〕12号")
    assert bytes(seal.picture.data).startswith(b"\x89PNG")


@pytest.mark.parametrize("upload", ["", uploaded(b"no picture"), uploaded(seal_file(is_clear=False))])
def test_a_seal_without_a_usable_picture_is_refused(
    client: Client, editor: User, shizhong: OrgUnit, upload: Any
) -> None:
    answer = client.post(reverse(f"{SEALS}:add"), seal_form(shizhong, upload=upload))

    assert "upload" in answer.context["form"].errors
    assert not Picture.objects.exists()


def test_a_seal_keeps_its_picture_where_only_its_days_change(client: Client, editor: User, shizhong: OrgUnit) -> None:
    seal = make_seal(shizhong)

    client.post(reverse(f"{SEALS}:edit", args=[seal.pk]), seal_form(shizhong, upload="", ends_on="2027-12-31"))

    again = Seal.objects.get()
    assert (again.picture, again.ends_on.year) == (seal.picture, 2027)


def test_nobody_deletes_a_seal(client: Client, editor: User, shizhong: OrgUnit) -> None:
    seal = make_seal(shizhong)

    client.post(reverse(f"{SEALS}:delete", args=[seal.pk]))

    assert Seal.objects.filter(pk=seal.pk).exists()

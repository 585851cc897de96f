"""Which design a class is printed on, and that a change of it reaches nothing that was reserved."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db.models import ProtectedError

from certificates.domain import designs, issuing, verifying
from certificates.models.certificates import Certificate, NumberSeries
from certificates.payloads import CertificatePayload, Unprintable
from certificates.pdf import certificate as page
from cohorts.models.cohort import Cohort
from cohorts.models.programme import Programme
from people.enums import Level
from people.models.organisation import OrgUnit
from tests.certificates.pdf.reading import archive_faults, text_of
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_unit
from tests.factories.designs import background_file, make_design, make_image, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> OrgUnit:
    return make_unit("济南市", level=Level.CITY)


@pytest.fixture
def district(city: OrgUnit) -> OrgUnit:
    return make_unit("市中区", parent=city)


@pytest.fixture
def cohort(district: OrgUnit) -> Cohort:
    return make_cohort(district)


def issued(cohort: Cohort, name: str = "欧阳𬱖") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name, cohort=cohort), by=None, at=LATER, press=make_press())


def file_of(certificate: Certificate) -> bytes:
    with storages["private"].open(certificate.file) as stored:
        return stored.read()


def test_without_a_design_it_is_the_built_in_page_in_format_1(cohort: Cohort) -> None:
    payload = issued(cohort).payload

    assert (payload["format"], payload["design"], "expires_on" in payload) == (1, 1, False)


def test_the_nearest_unit_with_a_published_design_is_the_one(cohort: Cohort, city: OrgUnit, district: OrgUnit) -> None:
    of_the_city = make_design(city)
    make_design(make_unit("市中区", parent=make_unit("枣庄市", level=Level.CITY)))
    make_design(district, is_published=False)

    assert designs.design_for(cohort) == of_the_city

    nearer = make_design(district)

    assert designs.design_for(cohort) == nearer


def test_the_design_of_the_programme_comes_before_that_of_a_nearer_unit(
    cohort: Cohort, city: OrgUnit, district: OrgUnit
) -> None:
    make_design(district)
    cohort.programme = Programme.objects.create(unit=city, name="头雁领航")
    make_design(city, programme=Programme.objects.create(unit=city, name="另一个项目"))
    of_the_programme = make_design(city, programme=cohort.programme)

    assert designs.design_for(cohort) == of_the_programme


def test_of_two_published_ones_the_newer_is_the_one(cohort: Cohort, district: OrgUnit) -> None:
    older, newer = make_design(district, name="旧"), make_design(district, name="新")

    assert designs.design_for(cohort) == newer

    publish(older)

    assert designs.design_for(cohort) == older


def test_what_is_printed_is_the_published_revision_and_not_a_later_draft(cohort: Cohort, district: OrgUnit) -> None:
    design = make_design(district, title="结业证书")
    design.title = "还没有想好的标题"
    design.save_revision()

    assert issued(cohort).payload["design"]["title"] == "结业证书"


def test_the_design_is_frozen_whole_in_format_2(cohort: Cohort, district: OrgUnit) -> None:
    design = make_design(
        district, orientation="portrait", signatories=2, background=make_image(), months_valid=36, frame=False
    )

    certificate = issued(cohort)

    frozen = certificate.payload["design"]
    assert certificate.payload["format"] == 2
    assert certificate.design == design.live_revision
    assert (frozen["revision"], frozen["orientation"], frozen["frame"]) == (
        str(design.live_revision_id),
        "portrait",
        False,
    )
    assert frozen["signatories"] == [{"title": "部长", "name": "王建国"}, {"title": "党校校长", "name": "欧阳𬱖"}]
    assert len(frozen["background"]) == 64
    assert CertificatePayload.from_json(certificate.payload).as_json() == certificate.payload
    assert archive_faults(page.render(CertificatePayload.from_json(certificate.payload))) == []


def test_a_changed_or_withdrawn_design_changes_no_file_no_digest_and_no_verification(
    cohort: Cohort, district: OrgUnit
) -> None:
    design = make_design(district, signatories=1, background=make_image())
    certificate = issued(cohort)
    file, verdict = file_of(certificate), verifying.by_token(certificate.token)

    publish(design, title="另一种证书", wording="别的话", background=None, orientation="portrait")
    design.unpublish()

    again = Certificate.objects.get(pk=certificate.pk)
    assert (file_of(again), again.file_digest, again.payload, again.payload_digest) == (
        file, certificate.file_digest, certificate.payload, certificate.payload_digest,
    )  # fmt: skip
    assert verifying.by_token(certificate.token) == verdict


def test_a_design_that_was_printed_on_cannot_be_deleted(cohort: Cohort, district: OrgUnit) -> None:
    design = make_design(district)
    certificate = issued(cohort)

    with pytest.raises(ProtectedError):
        design.delete()

    assert Certificate.objects.get(pk=certificate.pk).design == design.live_revision


def test_a_worker_that_takes_over_prints_what_was_reserved_to_the_byte(cohort: Cohort, district: OrgUnit) -> None:
    image = make_image()
    design = make_design(district, signatories=3, background=image)
    reserved = issuing.reserve(enrollment=make_graduate(cohort=cohort), by=None, at=LATER)
    press = make_press()
    first = press.certificate(CertificatePayload.from_json(reserved.payload), at=reserved.reserved_at)

    publish(design, title="另一种证书", background=None)
    image.file.storage.delete(image.file.name)
    page._plate.cache_clear()  # another process has drawn nothing yet
    finished = issuing.finish(certificate=reserved, at=LATER, press=press)

    assert finished.file_digest == first.file_digest


def test_each_class_keeps_the_plate_of_its_own_design(cohort: Cohort, district: OrgUnit, tmp_path: Path) -> None:
    design = make_design(district, title="结业证书")
    first = issued(cohort, "林秀英")
    publish(design, title="培训证书")

    second = issued(cohort, "赵德柱")

    assert "结业证书" in text_of(file_of(first), tmp_path)
    assert "培训证书" in text_of(file_of(second), tmp_path)


def test_the_certificate_is_in_the_language_of_its_design(cohort: Cohort, district: OrgUnit) -> None:
    make_design(district, language="en", title="Certificate", wording="has attended {cohort} ({result}).")

    payload = issued(cohort).payload

    assert (payload["language"], payload["result"]) == ("en", "completed all that was asked")


@pytest.mark.parametrize(
    ("issued_on", "months", "last_day"),
    [
        (date(2026, 3, 2), 36, date(2029, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(
    issued_on: date, months: int, last_day: date
) -> None:
    assert designs.months_after(issued_on, months) == last_day


def test_the_last_day_is_frozen_at_issue(cohort: Cohort, district: OrgUnit) -> None:
    design = make_design(district, months_valid=12)
    certificate = issued(cohort)

    publish(design, months_valid=1)

    certificate.refresh_from_db()
    assert (certificate.expires_on, certificate.payload["expires_on"]) == (date(2027, 3, 2), "2027-03-02")


def test_a_signatory_that_no_font_draws_is_refused_before_a_number_is_taken(cohort: Cohort, district: OrgUnit) -> None:
    design = make_design(district)
    publish(design, signatories=[("signatory", {"title": "部长", "name": "林\U00031350英"})])

    with pytest.raises(Unprintable, match=r"U\+31350"):
        issued(cohort)

    assert not NumberSeries.objects.exists()


def test_a_background_of_any_make_becomes_an_archive_file(cohort: Cohort, district: OrgUnit) -> None:
    made = [("RGBA", "PNG"), ("CMYK", "JPEG"), ("L", "PNG"), ("P", "GIF")]
    for mode, form in made:
        image = make_image(background_file(mode=mode, form=form), name=f"{mode}.{form.lower()}")
        design = make_design(district, background=image)
        assert design.live_revision

        drawn = designs.page_from(design, design.live_revision).design
        payload = CertificatePayload.from_json({**issued(cohort, mode).payload})

        assert drawn == payload.design
        assert archive_faults(page.render(payload)) == [], mode

"""A real seal: used within its days and its unit, each use noted for good."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from PIL import Image

from certificates.domain import issuing, pictures
from certificates.domain.pictures import Unreadable
from certificates.domain.sealing import SealRefused
from certificates.models.certificates import Certificate, NumberSeries
from certificates.models.pictures import Picture
from certificates.models.seals import SealUse
from certificates.payloads import CertificatePayload
from certificates.pdf import certificate as page
from cohorts.models.cohort import Cohort
from people.enums import Level
from tests.certificates.pdf.reading import archive_faults
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer, make_unit
from tests.factories.designs import make_design, make_seal, seal_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_unit("市中区", parent=make_unit("济南市", level=Level.CITY)))


def issued(cohort: Cohort, name: str = "林秀英") -> Certificate:
    return issuing.issue(
        enrollment=make_graduate(name, cohort=cohort), by=make_organizer(cohort.unit), at=LATER, press=make_press()
    )


def test_the_real_seal_is_printed_and_its_use_is_noted(cohort: Cohort) -> None:
    seal = make_seal(cohort.unit)
    make_design(cohort.unit, seal=seal)

    certificate = issued(cohort)

    use = SealUse.objects.get()
    assert (certificate.payload["design"]["seal"], certificate.payload["seal_style"]) == (seal.picture.digest, "")
    assert (use.seal, use.number, use.used_at, use.used_by) == (seal, certificate.number, LATER, certificate.issued_by)
    assert archive_faults(page.render(CertificatePayload.from_json(certificate.payload))) == []


def test_a_second_call_uses_the_seal_no_second_time(cohort: Cohort) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit))
    certificate = issued(cohort)

    issuing.issue(enrollment=certificate.enrollment, by=None, at=LATER + timedelta(days=1), press=make_press())

    assert SealUse.objects.count() == 1


@pytest.mark.parametrize(
    ("begins_on", "ends_on"),
    [(date(2025, 1, 1), date(2026, 3, 1)), (date(2026, 3, 3), date(2026, 12, 31))],
    ids=["over", "not yet"],
)
def test_outside_its_days_nothing_is_issued_and_no_number_is_taken(
    cohort: Cohort, begins_on: date, ends_on: date
) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit, begins_on=begins_on, ends_on=ends_on))

    with pytest.raises(SealRefused, match="重新办理授权"):
        issued(cohort)

    assert not NumberSeries.objects.exists()
    assert not Certificate.objects.exists()


def test_on_its_last_day_it_may_be_used(cohort: Cohort) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit, ends_on=date(2026, 3, 2)))

    assert issued(cohort).payload["design"]["seal"]


def test_the_seal_of_another_unit_is_refused(cohort: Cohort) -> None:
    make_design(cohort.unit, seal=make_seal(make_unit("历城区")))

    with pytest.raises(SealRefused, match="历城区"):
        issued(cohort)

    assert not NumberSeries.objects.exists()


def test_the_seal_of_the_city_may_be_used_in_its_district(cohort: Cohort) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit.get_parent()))

    assert issued(cohort).payload["design"]["seal"]


def test_a_seal_that_ends_afterwards_changes_nothing_of_what_was_sealed(cohort: Cohort) -> None:
    seal = make_seal(cohort.unit)
    make_design(cohort.unit, seal=seal)
    reserved = issuing.reserve(enrollment=make_graduate(cohort=cohort), by=None, at=LATER)

    seal.ends_on = date(2026, 3, 1)
    seal.picture = pictures.keep(b"another picture")
    seal.save()
    finished = issuing.finish(certificate=reserved, at=LATER, press=make_press())

    assert finished.payload["design"]["seal"] != seal.picture.digest
    assert finished.state == "issued"


@pytest.mark.parametrize("model", [SealUse, Picture])
def test_the_database_refuses_to_change_or_remove_a_line(cohort: Cohort, model: type[SealUse] | type[Picture]) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit))
    issued(cohort)
    field = {"number": "X"} if model is SealUse else {"data": b""}

    with pytest.raises((IntegrityError, InternalError), match="insert only"), transaction.atomic():
        model.objects.update(**field)
    with pytest.raises((IntegrityError, InternalError), match="insert only"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")

    assert model.objects.count() == 1


def test_the_picture_of_a_seal_keeps_its_clear_ground() -> None:
    fitted = Image.open(io.BytesIO(pictures.fit_seal(io.BytesIO(seal_file()))))
    clearness = fitted.getchannel("A")

    assert (fitted.mode, fitted.size) == ("RGBA", (361, 361))
    assert (clearness.getpixel((0, 0)), clearness.getpixel((180, 5))) == (0, 255)


@pytest.mark.parametrize(
    "data", [seal_file(is_clear=False), b"<svg/>", b""], ids=["white ground", "no picture", "empty"]
)
def test_what_is_no_clear_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        pictures.fit_seal(io.BytesIO(data))

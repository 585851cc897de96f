"""A changed result opens a review of a certificate that is out, and revokes nothing by itself."""

import pytest

from assessments.signals import results_changed
from certificates.domain import issuing, reviewing
from certificates.domain.revoking import revoke
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.models.reviews import CertificateReview
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import ModuleProgress
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def graduate() -> Enrollment:
    enrollment = make_graduate()
    issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())
    return enrollment


def take_back(enrollment: Enrollment) -> None:
    """What the certificate rested on is gone."""
    ModuleProgress.objects.filter(enrollment=enrollment).update(state="started", finished_at=None)


def announce(enrollment: Enrollment) -> None:
    results_changed.send(Enrollment, sitting_id=0, enrollment_ids=[enrollment.pk])


def test_a_certificate_that_no_longer_rests_on_anything_waits_for_a_person_and_stays(graduate: Enrollment) -> None:
    take_back(graduate)

    for _ in range(2):  # A listener may run twice.
        announce(graduate)

    review = CertificateReview.objects.get()
    assert review.closed_at is None
    assert Certificate.objects.get().state == CertificateState.ISSUED


def test_a_certificate_that_still_rests_on_everything_is_left_alone(graduate: Enrollment) -> None:
    announce(graduate)

    assert not CertificateReview.objects.exists()


def test_it_may_be_kept_once_and_for_a_reason(graduate: Enrollment) -> None:
    take_back(graduate)
    announce(graduate)
    review, wu = CertificateReview.objects.get(), make_person("吴组织员")

    presses = [reviewing.keep(review=review, reason="补考已通过。", by=wu, at=LATER) for _ in range(2)]

    review.refresh_from_db()
    assert presses == [True, False]
    assert (review.is_kept, review.reason, review.closed_by) == (True, "补考已通过。", wu)


def test_revoking_decides_the_review(graduate: Enrollment) -> None:
    take_back(graduate)
    announce(graduate)

    revoke(certificate=Certificate.objects.get(), by=make_person(), reason="成绩更正后不合格。", at=LATER)

    assert CertificateReview.objects.get().is_kept is False

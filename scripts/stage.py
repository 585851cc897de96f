"""What the pictures show beside the demo, and by which ids: runs inside `manage.py shell` of the site that is drawn."""

import json
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments.domain import sittings
from assessments.enums import SittingPurpose
from assessments.models import AttemptItem, Bank, Paper, Question, Sitting
from certificates.models import Certificate, Pledge
from cohorts.models import Cohort, SimulationRun
from courses.models.modules import LecturePage, SimulationPage
from people.models import RosterImport, User


def set_up() -> None:
    """Open an examination now, and print as JSON what the addresses of the pictures are made of."""
    certified, examined, studying, _ = Cohort.objects.order_by("pk")
    lin = User.objects.get(username="lin")
    paper = Paper.objects.order_by("pk")[0]
    bank = Bank.objects.order_by("pk")[0]
    certificate = Certificate.objects.get(enrollment__cohort=certified, enrollment__person=lin)
    ids: dict[str, Any] = {
        "studying": studying.pk,
        "examined": examined.pk,
        "unit": studying.unit.code,
        "lin": lin.pk,
        "debrief": debrief_of(lin),
        "sitting": open_examination(studying, paper).pk,
        "pledge": str(Pledge.objects.filter(enrollment__person=lin, state="due").order_by("pk")[0].uuid),
        "bank": bank.code,
        "question": Question.objects.non_polymorphic().filter(bank=bank).order_by("pk")[0].pk,
        "paper": paper.pk,
        "lecture": LecturePage.objects.order_by("pk")[0].pk,
        "simulation": SimulationPage.objects.order_by("pk")[0].pk,
        "marking": AttemptItem.objects.filter(attempt__marking="needs_marking")[0].attempt.sitting_id,
        "import": RosterImport.objects.filter(state="checked")[0].pk,
        "token": certificate.token,
        "certificate": certificate.file,
    }
    print(json.dumps(ids))


def open_examination(cohort: Cohort, paper: Paper) -> Sitting:
    """Publish an examination of the class that can be sat at once."""
    at = timezone.now()
    sitting = sittings.create_sitting(
        cohort=cohort,
        by=cohort.organizer,
        name="阶段测验",
        purpose=SittingPurpose.QUIZ,
        paper=paper,
        opens_at=at - timedelta(hours=1),
        closes_at=at + timedelta(days=2),
        minutes=60,
    )
    return sittings.publish(sitting=sitting, by=cohort.organizer, at=at)


def debrief_of(person: User) -> str:
    """Return the address at which somebody looks back on a simulation."""
    run = SimulationRun.objects.filter(enrollment__person=person, state="ended").select_related("module")[0]
    return reverse("cohorts:run-debrief", args=[run.module.cohort_id, run.module.position, run.number])

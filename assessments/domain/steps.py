"""What examinations want of the organizer of a cohort before anything else."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import SittingState
from assessments.models.sittings import Sitting
from cohorts.domain.opening import FINAL
from cohorts.models.cohort import Cohort
from cohorts.models.requirements import Leaf, leaves


def examination_step(cohort: Cohort) -> dict[str, Any] | None:
    """Return the step towards a final examination that completion asks for and nobody can sit yet."""
    asks = cohort.is_open and cohort.requirements and Leaf("result", FINAL) in leaves(cohort.requirement_tree)
    if not asks:
        return None
    final = Sitting.objects.filter(cohort=cohort, key=FINAL).first()
    if final is None:
        return {
            "title": _("The final examination is not set up yet"),
            "text": _("Completion asks for it: without it nobody can complete this cohort."),
            "url": reverse("assessments:sitting-create", args=[cohort.pk]),
            "action": _("Set up the examination"),
        }
    if final.state == SittingState.DRAFT:
        return {
            "title": _("The final examination is not published yet"),
            "text": _("Trainees learn of it when you publish it."),
            "url": reverse("assessments:sitting-detail", args=[final.pk]),
            "action": _("Go to the examination"),
        }
    return None

"""What cohorts announces, after commit, with ids."""

from django.dispatch import Signal

cohort_opened = Signal()  # cohort_id: int
cohort_rescheduled = Signal()  # cohort_id: int; its last day moved
enrolled = Signal()  # cohort_id: int, enrollment_ids: list[int]; also those who came back after withdrawing
module_finished = Signal()  # enrollment_id: int, module_id: int (CohortModule)

# Not announced but asked, while the page of a cohort is made:
step_asked = Signal()  # cohort: Cohort, at: datetime; answers with a step for _parts/next_step.html, or None

"""What cohorts announces, after commit, with ids."""

from django.dispatch import Signal

cohort_opened = Signal()  # cohort_id: int
cohort_rescheduled = Signal()  # cohort_id: int; its last day moved
enrolled = Signal()  # cohort_id: int, enrollment_ids: list[int]; also those who came back after withdrawing
module_finished = Signal()  # enrollment_id: int, module_id: int (CohortModule)

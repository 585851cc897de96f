"""What assessments announces, after commit, with ids."""

from django.dispatch import Signal

attempt_submitted = Signal()  # attempt_id: int
results_released = Signal()  # sitting_id: int, enrollment_ids: list[int]
results_changed = Signal()  # sitting_id: int, enrollment_ids: list[int]; results that had been released differ now

"""What people announces, after commit, with ids."""

from django.dispatch import Signal

# unit_id: int; person_ids: list[int]. Seats of the unit or below it began or ended: a roster was applied, or one ended.
seats_changed = Signal()

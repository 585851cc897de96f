"""What people announces, after commit, with ids."""

from django.dispatch import Signal

# election_id: int; person_ids: list[int]. A roster was applied: seats began and ended.
seats_changed = Signal()

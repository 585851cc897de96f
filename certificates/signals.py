"""What certificates announces, after commit, with ids."""

from django.dispatch import Signal

certificate_issued = Signal()  # certificate_id: int
pledge_signed = Signal()  # pledge_id: int
pledge_countersigned = Signal()  # pledge_id: int

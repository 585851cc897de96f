"""Whose page it is: an author publishes, takes back and reads the drafts of pages of one's own, and of no others.

Wagtail lets whoever may publish below the catalogue do so with every page there; trainers of all districts write below
one catalogue. Editors, who may change what others wrote, are not bound by this.
"""

from typing import Any

from wagtail.models import PagePermissionTester


class OwnPages(PagePermissionTester):
    """Wagtail's answers, with publishing bound to the owner as editing is."""

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self._is_in_hand())

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and self._is_in_hand())

    def can_reorder_children(self) -> bool:
        return bool(super().can_reorder_children() and self._is_in_hand())

    def _is_in_hand(self) -> bool:
        """Whether the page is this person's own, or one of those that he may change."""
        return self.user.is_superuser or "change" in self.permissions or self.page.owner_id == self.user.pk


class OwnedByItsAuthor:
    """What a page is given before `Page`: its author alone, and editors, may publish it."""

    def permissions_for_user(self, user: Any) -> OwnPages:
        """Return what this person may do with the page."""
        return OwnPages(user, self)

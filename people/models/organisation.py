"""Org units: province, city, district, street, village or community, grid, as one tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from people.enums import Level
from people.roles import Scope


class OrgUnitQuerySet(MP_NodeQuerySet):
    """Units, chained as one reads them."""

    def visible_to(self, scope: Scope, permission: str) -> "OrgUnitQuerySet":
        """Those for which the permission was granted, here or above."""
        return self.filter(scope.within(permission, "path"))

    def importable(self, scope: Scope) -> "OrgUnitQuerySet":
        """Those that a roster can be imported for: the units of the grants, and the next level below them."""
        roots = scope.paths.get("people.import", ())
        near = models.Q(path__in=roots)
        for root in roots:
            near |= models.Q(path__startswith=root, depth=len(root) // self.model.steplen + 1)
        return self.filter(near, closed_on=None).order_by("path")

    def under(self, unit: "OrgUnit") -> "OrgUnitQuerySet":
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)

    def in_use(self) -> "OrgUnitQuerySet":
        """Those that have not been closed."""
        return self.filter(closed_on=None)


class OrgUnitManager(MP_NodeManager.from_queryset(OrgUnitQuerySet)):  # type: ignore[misc]  # treebeard ships no types
    """The tree's own manager, with our queryset: treebeard's names its class and would not know ours."""

    def get_queryset(self) -> OrgUnitQuerySet:
        """In the order of the tree."""
        return OrgUnitQuerySet(self.model, using=self._db).order_by("path")


class OrgUnit(MP_Node):
    """A unit with the statistical code of the division file (2, 4, 6, 9 or 12 digits; longer below a community)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    number_prefix = models.CharField(
        _("document number prefix"),
        max_length=4,
        blank=True,
        help_text=_("Two letters that begin the numbers of its certificates; units below use the nearest one above."),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrgUnitManager()

    class Meta:
        verbose_name = _("org unit")
        verbose_name_plural = _("org units")
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

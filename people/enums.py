"""The states and kinds that people, units and seats can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    STREET = "street", _("Street or township")
    VILLAGE = "village", _("Village or community")
    GRID = "grid", _("Grid")


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class Committee(models.TextChoices):
    PARTY = "party", _("Party organization")
    RESIDENTS = "residents", _("Villagers' or residents' committee")
    SUPERVISION = "supervision", _("Supervisory committee")


class Post(models.TextChoices):
    SECRETARY = "secretary", _("Party secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("Deputy party secretary")
    PARTY_MEMBER = "party_member", _("Member of the party committee")
    DIRECTOR = "director", _("Committee director")
    DEPUTY_DIRECTOR = "deputy_director", _("Deputy committee director")
    MEMBER = "member", _("Committee member")
    SUPERVISOR_HEAD = "supervisor_head", _("Head of the supervisory committee")
    SUPERVISOR = "supervisor", _("Member of the supervisory committee")


class SeatEnd(models.TextChoices):
    TERM = "term", _("End of term")
    RESIGNED = "resigned", _("Resigned")
    REMOVED = "removed", _("Removed")
    MOVED = "moved", _("Moved to another post")
    DIED = "died", _("Died")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    ORDERED = "ordered", _("Waiting to be applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Could not be read")

"""All models of people, for Django to find."""

from people.models.accounts import User as User
from people.models.elections import Election as Election
from people.models.elections import Seat as Seat
from people.models.elections import Term as Term
from people.models.imports import RosterImport as RosterImport
from people.models.notices import Notice as Notice
from people.models.organisation import OrgUnit as OrgUnit
from people.models.roles import Grant as Grant

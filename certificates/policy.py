"""Who designs certificates and keeps seals in the CMS: whoever holds the permission, for those units and no others.

Wagtail asks its policy for the kind of object, and only here and there for the one at hand; `behind_the_door` asks for
that one at every address that names it.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from people.domain.scope import scope_of
from people.models.accounts import User
from people.models.roles import Grant
from people.roles import Scope, roles

PERMISSION = "certificates.design"
ACTIONS = frozenset({"add", "change", "view", "publish"})  # Nothing is deleted that something was printed with.

View = Callable[..., HttpResponseBase]


def scope_in_cms(user: User) -> Scope:
    """Where this person may do what today; a superuser designs for every unit."""
    if user.is_superuser and user.is_active:
        return Scope({PERMISSION: ("",)})
    return scope_of(user, on=timezone.localdate())


class UnitPolicy(BasePermissionPolicy):
    """Wagtail's questions, answered from grants; its model has a unit."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether somebody may do this for any unit at all."""
        return action in ACTIONS and scope_in_cms(user).may_anywhere(PERMISSION)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Whether somebody may do this to what belongs to the instance's unit."""
        if instance.unit_id is None:
            return self.user_has_permission(user, action)
        return action in ACTIONS and scope_in_cms(user).may(PERMISSION, instance.unit.path)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Model]:
        """What belongs to the units of this person's grants."""
        objects: QuerySet[Model] = self.model._default_manager.all()
        return objects.filter(scope_in_cms(user).within(PERMISSION, "unit__path"))

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        """Everybody who holds the permission for some unit."""
        keys = [key for key, role in roles().items() if PERMISSION in role.permissions]
        grants = Grant.objects.in_force(timezone.localdate()).filter(role__in=keys)
        return User.objects.filter(is_active=True, grants__in=grants).distinct()


def behind_the_door(policy: UnitPolicy, view: View) -> View:
    """The view, for objects of one's own units; for others there is nothing at its address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = policy.instances_user_has_any_permission_for(request.user, ACTIONS)  # type: ignore[arg-type]
        if not mine.filter(pk=kwargs["pk"]).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded

"""What a new installation needs before the first pledge text: editors who may write and publish one."""

from django.contrib.auth.models import Group, Permission

from courses.domain.setting_up import EDITORS

WRITING = ("view_pledgetext", "add_pledgetext", "change_pledgetext", "publish_pledgetext")


def set_up() -> None:
    """Let the editors write pledge texts, unless somebody already decided who may."""
    writing = Permission.objects.filter(content_type__app_label="certificates", codename__in=WRITING)
    if not Group.objects.filter(permissions__in=writing).exists():
        for editors in Group.objects.filter(name=EDITORS):
            editors.permissions.add(*writing)

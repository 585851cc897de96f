"""What a new installation needs before the first author comes: who may do what in the CMS, and the review of pages.

Runs after every migration and changes nothing that is already there, so that a site may arrange things its own way.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.models.catalogue import CataloguePage

AUTHORS = "Course authors"
EDITORS = "Course editors"
COLLECTION = "课程素材"
WORKFLOW = "课程审核"

# A trainer writes and publishes pages of their own (courses.models.owning keeps the others' out of reach); an editor
# also changes, reviews and unlocks those of others.
PAGE_PERMISSIONS = {AUTHORS: ("add_page", "publish_page"), EDITORS: ("change_page", "lock_page", "unlock_page")}
FILE_PERMISSIONS = {
    AUTHORS: ("add_image", "choose_image", "add_document", "choose_document"),
    EDITORS: ("change_image", "delete_image", "change_document", "delete_document"),
}
MODEL_PERMISSIONS = {
    AUTHORS: (("wagtailadmin", "access_admin"), ("courses", "view_topic")),
    EDITORS: (("courses", "add_topic"), ("courses", "change_topic"), ("courses", "delete_topic")),
}


def set_up() -> None:
    """Make the groups, their rights on the catalogue and its files, and the review of course pages."""
    catalogue = CataloguePage.objects.order_by("path").first()
    if catalogue is None:
        return
    # Django makes permissions app by app after migrations, and ours may come before Wagtail's.
    for label in ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs", "courses"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    groups = {name: Group.objects.get_or_create(name=name) for name in (AUTHORS, EDITORS)}
    for name, (group, is_new) in groups.items():
        if is_new:
            _allow(group, name, catalogue)
    _review(groups[EDITORS][0], catalogue)


def _allow(group: Group, name: str, catalogue: Page) -> None:
    for codename in PAGE_PERMISSIONS[name]:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=catalogue, permission=permission)
    for codename in FILE_PERMISSIONS[name]:
        permission = Permission.objects.get(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename=codename
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=course_collection(), permission=permission
        )
    for label, codename in MODEL_PERMISSIONS[name]:
        group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))


def course_collection() -> Collection:
    """Where the images and documents of courses are kept."""
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


def _review(editors: Group, catalogue: Page) -> None:
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if not is_new:
        return
    task = GroupApprovalTask.objects.create(name=WORKFLOW)
    task.groups.add(editors)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=catalogue, defaults={"workflow": workflow})

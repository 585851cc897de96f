"""The editor's form for a module: a draft saves as it is; what is published or submitted is checked first."""

from wagtail.admin.forms.pages import WagtailAdminPageForm

from courses.domain.publishing import obstacles


class ModuleForm(WagtailAdminPageForm):
    """Names every obstacle at once, at the field where it stands, and leaves the author's text as it was typed."""

    def _post_clean(self) -> None:
        # Not clean(): the page has its new values only now.
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for obstacle in obstacles(self.instance):
            self.add_error(obstacle.field if obstacle.field in self.fields else None, str(obstacle))

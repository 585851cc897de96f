"""What stands in the editor beside the fields: the publish check of a simulation."""

from typing import Any

from wagtail.admin.panels import Panel

from courses.domain.publishing import simulation_obstacles
from courses.models.modules import SimulationPage
from courses.simulation.check import check


class PublishCheckPanel(Panel):
    """Every fault of the scenario, the number of paths, the best and the worst score."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/panels/publish_check.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Check the draft as it was loaded; a new page has nothing to check."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page: SimulationPage = self.instance
            report = check(page.script) if page.pk else None
            return context | {"report": report, "obstacles": simulation_obstacles(report) if report else []}

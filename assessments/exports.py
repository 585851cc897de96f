"""The figures of a sitting as a sheet: an item a row, the test as a whole below."""

from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.domain.analysis import Analysis, ItemLine
from assessments.enums import Void
from assessments.forms.figures import flags
from assessments.models.sittings import SittingItem
from common.sheets import write_xlsx


def statistics_sheet(analysis: Analysis) -> bytes:
    """The statistics of a sitting as xlsx; no name and no answer of anybody, and no key."""
    headers = [
        _("No."),
        pgettext("paper", "Section"),
        _("Exam question"),
        _("Points of the question"),
        pgettext("statistics", "Attempts"),
        _("Facility P"),
        _("Standard deviation, in points"),
        _("Difference D"),
        _("Discrimination index"),
        _("Discriminative efficiency"),
        _("Effective weight"),
        _("Intended weight"),
        _("Random guess score"),
        _("To be looked at"),
        _("Graded by"),
    ]
    rows = [_row(line) for line in analysis.lines]
    return write_xlsx(headers, [*rows, [], *_whole(analysis)], title=analysis.sitting.name)


def _row(line: ItemLine) -> list[object]:
    item, figures = line.item, line.figures
    return [
        item.position,
        item.section,
        item.snapshot["stem"],
        item.points,
        figures.n,
        figures.facility,
        figures.sd,
        figures.difference,
        figures.discrimination_index,
        figures.discriminative_efficiency,
        figures.effective_weight,
        figures.intended_weight,
        None if line.guess is None else float(line.guess),
        pgettext("list", ", ").join(str(flag.label) for flag in flags(line.flags)),
        _graded_by(item),
    ]


def _graded_by(item: SittingItem) -> str:
    """What a regrade has made of a question; empty where nothing has changed."""
    if item.void:
        return str(Void(item.void).label)
    return _("Version %(number)s") % {"number": item.key_version.number} if item.key_version else ""


def _whole(analysis: Analysis) -> Iterator[list[object]]:
    names = {
        "n": pgettext("statistics", "Attempts"),
        "mean": _("Mean, in points"),
        "median": _("Median, in points"),
        "sd": _("Standard deviation, in points"),
        "skewness": _("Skewness"),
        "kurtosis": _("Kurtosis"),
        "cic": _("Internal consistency (Cronbach’s α × 100)"),
        "error_ratio": _("Error ratio, in per cent"),
        "standard_error": _("Standard error, in points"),
    }
    values = asdict(analysis.whole)
    for key, name in names.items():
        yield ["", "", name, values[key]]

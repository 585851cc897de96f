"""Which page a class's certificates are printed on, frozen as data before the first number is taken."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from wagtail.models import Revision

from certificates.domain import pictures, sealing
from certificates.models.designs import CertificateDesign
from certificates.models.seals import Seal
from certificates.payloads import Design, Signatory
from cohorts.models.cohort import Cohort
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Page:
    """What a certificate is printed on; without a design it is the built-in page."""

    language: str
    seal_style: str
    design: Design | None = None
    revision: Revision | None = None
    seal: Seal | None = None
    months_valid: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in words of its own that has to be drawn."""
        if self.design is None:
            return ()
        signatories = [text for signatory in self.design.signatories for text in (signatory.title, signatory.name)]
        return (self.design.title, *self.design.wording.splitlines(), *signatories)

    def expires_on(self, issued_on: date) -> date | None:
        """The last day of a certificate that is issued on that day; none: for ever."""
        return months_after(issued_on, self.months_valid) if self.months_valid else None


def page_of(cohort: Cohort, *, on: date) -> Page:
    """The page of the class's certificates on that day: of its programme, its unit, or the nearest unit above."""
    design = design_for(cohort)
    revision = design.live_revision if design else None
    if revision is None:
        return Page(settings.LANGUAGE_CODE, settings.SEAL_STYLE)
    published: CertificateDesign = revision.as_object()
    _require_seal(published, cohort, on)
    return page_from(published, revision)


def require_seal(cohort: Cohort, *, on: date) -> None:
    """Raise SealRefused where the class's certificates bear a real seal that may not be used that day."""
    design = design_for(cohort)
    if design and design.live_revision:
        _require_seal(design.live_revision.as_object(), cohort, on)


def _require_seal(published: CertificateDesign, cohort: Cohort, on: date) -> None:
    if published.seal:
        sealing.require_usable(published.seal, unit=cohort.unit, on=on)


def design_for(cohort: Cohort) -> CertificateDesign | None:
    """The published design that the class is printed on; none: the built-in page."""
    path, step = cohort.unit.path, OrgUnit.steplen
    line = [path[:end] for end in range(step, len(path) + 1, step)]
    fitting = CertificateDesign.objects.for_class(paths=line, programme=cohort.programme)
    return fitting.select_related("live_revision").first()


def page_from(design: CertificateDesign, revision: Revision) -> Page:
    """A published design as data, its pictures put away under their digests."""
    ground = pictures.keep(pictures.background(design.background, design.orientation)) if design.background else None
    return Page(
        language=design.language,
        seal_style=style_of(design),
        design=drawn(
            design,
            revision=str(revision.pk),
            background=ground.digest if ground else "",
            seal=design.seal.picture.digest if design.seal else "",
        ),
        revision=revision,
        seal=design.seal,
        months_valid=design.months_valid,
    )


def drawn(design: CertificateDesign, *, revision: str = "", background: str = "", seal: str = "") -> Design:
    """The words and the shape of a design."""
    return Design(
        id=str(design.pk or ""),
        revision=revision,
        orientation=design.orientation,
        title=design.title.strip(),
        wording=design.wording.strip(),
        frame=design.frame,
        signatories=tuple(
            Signatory(block.value["title"].strip(), block.value["name"].strip()) for block in design.signatories
        ),
        background=background,
        seal=seal,
    )


def style_of(design: CertificateDesign) -> str:
    """The style of the drawn seal; none where a real one is printed."""
    return "" if design.seal else design.seal_style or settings.SEAL_STYLE


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

"""The proof of a design: a certificate as the press would draw it, with people who do not exist, as a picture."""

import base64
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.domain import designs, pictures
from certificates.domain.issuing import organisation_of, verify_url
from certificates.domain.proofreading import obstacles
from certificates.models.designs import CertificateDesign
from certificates.payloads import CertificatePayload, Party, Unprintable
from certificates.pdf import certificate
from common.canonical import digest

NUMBER = "PX2026J00000007"
HOURS = Decimal(56)
NAMES = {
    "zh-hans": ("林秀英", "阿卜杜热西提·买买提依明卜杜热西提·买买提依明江"),
    "en": ("Lin Xiuying", "Abdurexit Memetimin " * 2),
}
COHORTS = {
    "zh-hans": (
        "新任书记培训班（第36期）",
        "新任村（社区）党组织书记、村（居）民委员会主任任职能力提升示范培训班（第36期）",
    ),
    "en": ("the 36th Course for New Secretaries", "the 36th Model Course for Newly Elected Secretaries and Directors"),
}
RESULTS = {"zh-hans": "考核合格", "en": "passed the examination"}
PROGRAMMES = {"zh-hans": "头雁领航", "en": "Leading Geese"}
RESOLUTION = 90
SECONDS = 20
# As long as the register lets each be; a wording that has room for these has room for everybody.
LONGEST = {"person": 50, "cohort": 100, "programme": 100, "organisation": 200}


@dataclass(frozen=True)
class Proof:
    """The picture for a page to show, or what keeps the design from being drawn."""

    picture: str = ""
    problem: str = ""


def proof(design: CertificateDesign, *, is_long: bool, on: date) -> Proof:
    """The design as a picture; with its problem in words where it cannot be drawn as it stands."""
    if faults := obstacles(design, on=on):
        return Proof(problem=faults[0].text)
    try:
        return Proof(picture=f"data:image/png;base64,{_picture(printed(design, is_long=is_long, on=on))}")
    except Unprintable as refusal:
        return Proof(problem=str(refusal))


def printed(design: CertificateDesign, *, is_long: bool, on: date) -> bytes:
    """The file itself, unsigned, of somebody with an everyday name or with the longest."""
    language = design.language
    return _drawn(
        design,
        on,
        person=Party("", NAMES[language][is_long].strip()),
        cohort=Party("", COHORTS[language][is_long]),
        programme=PROGRAMMES[language],
        organisation=organisation_of(design.unit) if design.unit_id else Party("", settings.WAGTAIL_SITE_NAME),
    )


def require_room(design: CertificateDesign, *, on: date) -> None:
    """Raise Unprintable unless the design has room for the longest names that there can be."""
    names = {key: "国" * length for key, length in LONGEST.items()}
    programme = names.pop("programme")
    _drawn(design, on, programme=programme, **{key: Party("", name) for key, name in names.items()})


def _drawn(design: CertificateDesign, on: date, **facts: Any) -> bytes:
    ground = pictures.background(design.background, design.orientation) if design.background else b""
    seal = pictures.picture(design.seal.picture.digest) if design.seal else b""
    kept = {digest(data): data for data in (ground, seal) if data}
    payload = CertificatePayload(
        number=NUMBER,
        language=design.language,
        began_on=on - timedelta(days=60),
        ended_on=on,
        hours=HOURS,
        result=RESULTS[design.language],
        issued_on=on,
        seal_style=designs.style_of(design),
        verify_url=verify_url("0" * 32),
        design=designs.drawn(design, background=digest(ground) if ground else "", seal=digest(seal) if seal else ""),
        expires_on=designs.months_after(on, design.months_valid) if design.months_valid else None,
        **facts,
    )
    return certificate.whole(payload, pictures=kept.__getitem__)


def _picture(file: bytes) -> str:
    """As poppler draws it, in base64."""
    command = ["pdftoppm", "-png", "-r", str(RESOLUTION), "-singlefile", "-"]
    try:
        drawn = subprocess.run(command, input=file, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603  # Our own file.
    except FileNotFoundError as error:
        raise Unprintable(_("The preview needs pdftoppm: apt-get install poppler-utils")) from error
    except subprocess.SubprocessError as error:
        raise Unprintable(_("The preview could not be drawn. Try again.")) from error
    return base64.b64encode(drawn.stdout).decode()

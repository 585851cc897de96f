"""Designs, seals and pictures, each with defaults that work."""

import io
from datetime import date
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow
from PIL import ImageDraw
from wagtail.images.models import Image

from certificates.domain import pictures
from certificates.models.designs import CertificateDesign
from certificates.models.seals import Seal
from people.domain.accounts import sync_cms_groups
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.cohorts import make_organizer

WORDING = "经考核，于{began}至{ended}参加{organisation}举办的{cohort}，{result}，准予结业。"
SIGNATORIES = (("部长", "王建国"), ("党校校长", "欧阳𬱖"), ("班主任", "李丽"))


def make_design(unit: OrgUnit, *, is_published: bool = True, signatories: int = 0, **fields: Any) -> CertificateDesign:
    """A design of a unit, published unless told otherwise."""
    defaults = {"name": "示范样式", "title": "结业证书", "wording": WORDING}
    people = [("signatory", {"title": title, "name": name}) for title, name in SIGNATORIES[:signatories]]
    design = CertificateDesign.objects.create(unit=unit, live=False, signatories=people, **{**defaults, **fields})
    return publish(design) if is_published else design


def publish(design: CertificateDesign, **changes: Any) -> CertificateDesign:
    """The design with some changes, published."""
    for name, value in changes.items():
        setattr(design, name, value)
    design.save_revision().publish()
    design.refresh_from_db()
    return design


def make_seal(unit: OrgUnit, **fields: Any) -> Seal:
    """A seal of a unit that may be used this year."""
    defaults: dict[str, Any] = {
        "name": "市中区委组织部",
        "holder": "吴组织员",
        "begins_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "authorised_by": "武明远",
        "authorised_in": "市中组发〔2026〕12号",
        "picture": pictures.keep(pictures.fit_seal(io.BytesIO(seal_file()))),
    }
    return Seal.objects.create(unit=unit, **{**defaults, **fields})


def seal_file(*, is_clear: bool = True) -> bytes:
    """A PNG with a red ring, on a clear ground or a white one."""
    picture = Pillow.new("RGBA" if is_clear else "RGB", (400, 400), (255, 255, 255, 0) if is_clear else "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 380, 380), outline=(200, 20, 20), width=20)
    return encoded(picture, "PNG")


def background_file(*, mode: str = "RGB", size: tuple[int, int] = (600, 400), form: str = "PNG") -> bytes:
    """A pale picture with a line across it."""
    picture = Pillow.new("RGB", size, (250, 246, 236))
    ImageDraw.Draw(picture).line((0, 0, *size), fill=(230, 210, 180), width=9)
    return encoded(picture.convert(mode), form)


def encoded(picture: Pillow.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def make_image(data: bytes | None = None, *, name: str = "ground.png") -> Image:
    """A picture in the library."""
    return Image.objects.create(title=name, file=ImageFile(io.BytesIO(data or background_file()), name=name))


def make_editor(unit: OrgUnit, *, name: str = "高编辑") -> User:
    """Somebody who designs for a unit, let into the CMS as granting the role does."""
    editor = make_organizer(unit, name=name, role="editor")
    sync_cms_groups(user=editor, on=timezone.localdate())
    return editor


def uploaded(data: bytes, name: str = "seal.png") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="image/png")

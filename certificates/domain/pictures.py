"""The pictures that certificates are printed with: made ready for print once, and kept under their digest.

PDF/A-2b with our sRGB output intent takes JPEG in RGB as it is. A background has no clear places left: they are white.
"""

import io
from functools import lru_cache
from typing import IO

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from wagtail.images.models import AbstractImage

from certificates.enums import Orientation
from certificates.models.pictures import Picture
from certificates.payloads import Unprintable
from common.canonical import digest

A4_AT_150_DPI = {Orientation.LANDSCAPE: (1754, 1240), Orientation.PORTRAIT: (1240, 1754)}
LARGEST_BACKGROUND = 300_000
QUALITIES = (84, 74, 64, 54, 44, 34)
SEAL_SIDE = 600  # 42 mm at 360 dpi
BACKGROUNDS_KEPT = 8


class Unreadable(Unprintable):
    """A file that is no picture, or one that cannot be printed from."""


def picture(of: str) -> bytes:
    """The bytes that a certificate names by their digest."""
    return bytes(Picture.objects.values_list("data", flat=True).get(digest=of))


def keep(data: bytes) -> Picture:
    """Put a picture away, or find it where it is there already."""
    return Picture.objects.get_or_create(digest=digest(data), defaults={"data": data})[0]


def background(image: AbstractImage, orientation: str) -> bytes:
    """The picture of the library as it is printed under a page."""
    return _background(image.file.name, image.get_file_hash(), Orientation(orientation))


@lru_cache(maxsize=BACKGROUNDS_KEPT)
def _background(name: str, file_hash: str, orientation: Orientation) -> bytes:
    """Made ready once per process; the hash is in the key because a picture of the library can be exchanged."""
    with default_storage.open(name) as file:
        return fit_background(file, orientation)


def fit_background(file: IO[bytes], orientation: Orientation) -> bytes:
    """A JPEG in sRGB that covers A4, no finer than 150 dpi, in the best quality that is small enough."""
    page = _in_srgb(_opened(file))
    width, height = A4_AT_150_DPI[orientation]
    part = min(1.0, page.width / width, page.height / height)
    page = ImageOps.fit(page, (round(width * part), round(height * part)), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        data = _jpeg(page, quality)
        if len(data) <= LARGEST_BACKGROUND:
            return data
    raise Unreadable(_("The background is too busy to be small. Choose a plainer picture."))


def fit_seal(file: IO[bytes]) -> bytes:
    """A square PNG that is clear around the seal; refused where nothing in it is clear."""
    opened = _opened(file)
    if not opened.has_transparency_data:
        raise Unreadable(_("The picture has no clear ground. Save the seal as PNG with a transparent background."))
    seal = opened.convert("RGBA")
    seal = seal.crop(seal.getchannel("A").getbbox())
    side = max(seal.size)
    square = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    square.paste(seal, ((side - seal.width) // 2, (side - seal.height) // 2))
    square.thumbnail((SEAL_SIDE, SEAL_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    square.save(out, "PNG")
    return out.getvalue()


def _opened(file: IO[bytes]) -> Image.Image:
    try:
        image = Image.open(file)
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(_("This is no picture that can be printed.")) from error
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colors as a screen shows them, on white."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground.convert("RGB")
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _by_profile(image, profile)
    return image.convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that cannot be read, or is of other colors, is passed over: most of those say sRGB in other words."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()

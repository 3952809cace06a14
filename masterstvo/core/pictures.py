"""Photographs that people upload: turned upright, without what the camera wrote into them, in two sizes made once."""

import io
from dataclasses import dataclass

from masterstvo.core.errors import DomainError

LARGE, SMALL = (1600, 1600), (480, 360)  # at most; the small one is cut to exactly this
PIXELS_AT_MOST = 60_000_000  # a telephone's largest; more would not fit into the memory of the reader
QUALITY = 82


class NotAPicture(DomainError):
    """What was uploaded cannot be drawn, or is far too large."""


@dataclass(frozen=True)
class Picture:
    """JPEG files as they are stored: where and by whom the picture was taken is in neither."""

    large: bytes
    small: bytes


def prepare(content: bytes) -> Picture:
    """Return the two sizes of a photograph; call it through ``core.sandbox``. Raises: NotAPicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- one form of many

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > PIXELS_AT_MOST:
                raise NotAPicture("Снимок слишком велик: уменьшите его и выберите ещё раз.")
            opened.draft("RGB", LARGE)  # a large JPEG is read at once at a fraction of its size
            upright = ImageOps.exif_transpose(opened)
            whole = _without_holes(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture(
            "Снимок не открывается: сохраните его заново как JPEG и выберите ещё раз."
        ) from error
    whole.thumbnail(LARGE)
    return Picture(_written(whole), _written(ImageOps.fit(whole, SMALL)))


def _without_holes(image):
    """Return it on white: JPEG knows no transparency."""
    from PIL import Image  # noqa: PLC0415 -- one form of many

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        see_through = image.convert("RGBA")
        white = Image.new("RGBA", see_through.size, "white")
        return Image.alpha_composite(white, see_through).convert("RGB")
    return image.convert("RGB")


def _written(image) -> bytes:
    buffer = io.BytesIO()
    image.info.clear()  # a comment, EXIF and XMP would be written again
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()

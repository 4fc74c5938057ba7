"""Pictures rebuilt: a new JPEG of the pixels alone, without anything else that a file can hold."""

import io

from PIL import Image, ImageOps

from bot.errors import MediaRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_SIDES = 10_000  # width + height in pixels: core.telegram.org/bots/api#sendphoto
MOST_RATIO = 20  # of the longer side to the shorter one: the same
LONGEST_SIDE = 2_560  # pixels; a larger picture is made smaller, as Telegram's own apps do
QUALITY = 85
PAPER = "white"  # what shows through where a picture is see-through


def rebuild_photo(data: bytes) -> bytes:
    """A JPEG of these pixels, upright, at most 2,560 a side, which Telegram takes as a photo.

    Metadata, profiles, comments, thumbnails, further frames and whatever follows the picture are
    left behind. Raises MediaRefused: photo.too_large before anything is decoded where more than
    10,000 pixels of width and height are announced (so a picture in memory has at most 25 million
    pixels, 100 MB), photo.unreadable for what is no whole JPEG, PNG or WebP.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_size(image)
            return _encode(_upright_pixels(image))
    except MediaRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise MediaRefused("photo.too_large") from None
    except Exception:  # noqa: BLE001  a decoder fed with anything raises anything
        raise MediaRefused("photo.unreadable") from None


def _check_size(image: Image.Image) -> None:
    short, long = sorted(image.size)
    if short + long > MOST_SIDES:
        raise MediaRefused("photo.too_large")
    if short < 1 or long > MOST_RATIO * short:
        raise MediaRefused("photo.unreadable")


def _upright_pixels(image: Image.Image) -> Image.Image:
    is_see_through = image.has_transparency_data
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller at once
    mode = "RGBA" if is_see_through else "RGB"
    pixels = image if image.mode == mode else image.convert(mode)  # one copy less in memory
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(pixels, in_place=True)
    fresh = Image.new("RGB", pixels.size, PAPER)  # it has no info that could be written
    fresh.paste(pixels, mask=pixels if is_see_through else None)
    return fresh


def _encode(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()

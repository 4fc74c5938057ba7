import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from bot.errors import MediaRefused
from bot.photos import LONGEST_SIDE, rebuild_photo

CANARY = b"CANARY"
COLOUR = (200, 90, 30)


def picture(size=(64, 40), mode="RGB", colour=COLOUR):
    return Image.new(mode, size, colour)


def saved(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def gps_exif(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "CANARY camera"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (51.0, 28.0, 40.0)
    gps[ExifTags.GPS.GPSAreaInformation] = b"CANARY street"
    return exif.tobytes()


def jpeg_segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(*segments, exif=b"", tail=b""):
    """A JPEG with these segments behind its first marker, and bytes behind its end."""
    plain = saved(picture(), exif=exif) if exif else saved(picture())
    return plain[:2] + b"".join(segments) + plain[2:] + tail


THUMBNAIL = b"Exif\0\0" + b"II*\0\x08\0\0\0" + b"\0\0" + struct.pack("<I", 14) + CANARY + b" thumb"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>CANARY</x:xmpmeta>"
IPTC_HEAD = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 11)
IPTC = IPTC_HEAD + b"\x1c\x02\x50\0\6" + CANARY + b"\0"


def icc_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY


def text_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY")
    info.add_itxt("Comment", "CANARY")
    info.add_text("Software", "CANARY" * 50, zip=True)
    return saved(picture(), "PNG", pnginfo=info, exif=gps_exif()) + CANARY


CARRIERS = {
    "GPS in EXIF": jpeg_with(exif=gps_exif()),
    "XMP": jpeg_with(jpeg_segment(0xE1, XMP)),
    "IPTC": jpeg_with(jpeg_segment(0xED, IPTC)),
    "comment": saved(picture(), comment=b"CANARY"),
    "colour profile": saved(picture(), icc_profile=icc_profile()),
    "thumbnail": jpeg_with(jpeg_segment(0xE1, THUMBNAIL)),
    "unknown segment": jpeg_with(jpeg_segment(0xEB, CANARY)),
    "behind the end": jpeg_with(tail=CANARY),
    "texts of a PNG": text_png(),
    "WebP": saved(picture(), "WEBP", exif=gps_exif(), xmp=XMP, icc_profile=icc_profile()),
}


@pytest.mark.parametrize("data", CARRIERS.values(), ids=CARRIERS.keys())
def test_nothing_but_pixels_passes(data):
    rebuilt = rebuild_photo(data)
    image = opened(rebuilt)
    kept = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (CANARY in data, CANARY in rebuilt) == (True, False)
    assert (kept, dict(image.getexif()), image.size) == (set(), {}, (64, 40))
    assert b"Exif" not in rebuilt


def test_pixels_stay_what_they_were():
    for data in CARRIERS.values():
        pixel = opened(rebuild_photo(data)).getpixel((20, 20))
        assert max(abs(a - b) for a, b in zip(pixel, COLOUR, strict=True)) <= 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_stands_upright(orientation):
    image = picture(colour="white")
    image.paste("black", (0, 0, 32, 20))
    rebuilt = opened(rebuild_photo(saved(image, exif=gps_exif(orientation), quality=95)))
    across, down = rebuilt.size
    corners = [(4, 4), (across - 5, 4), (across - 5, down - 5), (4, down - 5)]
    dark = [rebuilt.getpixel(corner)[0] < 128 for corner in corners]
    # EXIF 2.32, tag 274: where the stored row 0, column 0 is seen
    corner = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]
    assert rebuilt.size == ((64, 40) if orientation < 5 else (40, 64))
    assert dark == [number == corner for number in range(4)]


def png_announcing(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b""))
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


WHOLE = saved(picture((640, 400)))
REFUSED = {
    "50,000 x 50,000": (png_announcing(50_000, 50_000), "photo.too_large"),
    "12,000 x 12,000": (png_announcing(12_000, 12_000), "photo.too_large"),
    "10,001 in all": (png_announcing(9_000, 1_001), "photo.too_large"),
    "a thread": (saved(picture((21, 1)), "PNG"), "photo.unreadable"),
    "cut in the middle": (WHOLE[: len(WHOLE) // 2], "photo.unreadable"),
    "cut in the header": (WHOLE[:100], "photo.unreadable"),
    "announces more than there is": (png_announcing(4_000, 4_000), "photo.unreadable"),
    "no picture": (b"Dear Sam, this is no picture.", "photo.unreadable"),
    "nothing": (b"", "photo.unreadable"),
    "a GIF": (saved(picture(), "GIF"), "photo.unreadable"),
    "a TIFF": (saved(picture(), "TIFF"), "photo.unreadable"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_fit_picture_is_refused(data, reason):
    with pytest.raises(MediaRefused) as caught:
        rebuild_photo(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((5_000, 4_000), (2_560, 2_048)),
        ((2_560, 2_560), (2_560, 2_560)),
        ((1_000, 5_000), (512, 2_560)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_picture_is_made_smaller(size, expected, kind):
    rebuilt = rebuild_photo(saved(picture(size), kind))
    assert opened(rebuilt).size == expected
    assert max(expected) <= LONGEST_SIDE


def test_animation_becomes_its_first_frame():
    frames = [picture(colour=colour) for colour in ("red", "blue")]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    red, _, blue = opened(rebuild_photo(data)).getpixel((20, 20))
    assert red > 240 > 10 > blue


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
def test_other_colours_become_ordinary_ones(mode):
    data = saved(picture(colour="white").convert(mode))
    rebuilt = opened(rebuild_photo(data))
    assert (rebuilt.mode, rebuilt.getpixel((9, 9))) == ("RGB", (255, 255, 255))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_paper_shows_where_a_picture_is_see_through(mode):
    clear = Image.new("RGBA", (64, 40), (0, 0, 0, 0)).convert(mode)
    assert opened(rebuild_photo(saved(clear, "PNG"))).getpixel((9, 9)) == (255, 255, 255)

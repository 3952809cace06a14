"""Pictures without what cameras and programs write into them. What is drawn on them nobody here reads."""

from masterstvo.experts.redacting.secrets import Secrets

PICTURES = "pictures"
_KEPT_APPS = {0xE0, 0xEE}  # JFIF and Adobe: how to read the colours
_KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"pHYs",
    b"bKGD",
    b"sBIT",
}


def clean_jpeg(content: bytes, secrets: Secrets) -> tuple[bytes, set[str]]:
    """Drop EXIF, XMP, IPTC, colour profiles, comments, previews and what hangs behind the end."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    kept, at = [b"\xff\xd8"], 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError("a damaged JPEG")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xDA:
            kept.append(_scans(content[at:]))
            break
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        is_told = 0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS or marker == 0xFE
        if not is_told:
            segment = content[at : at + 2 + length]
            kept.append(_plain_jfif(segment) if marker == 0xE0 else segment)
        at += 2 + length
    return b"".join(kept), {PICTURES}


def _plain_jfif(segment: bytes) -> bytes:
    """Return the segment without the preview that may hang on it."""
    if segment[4:9] != b"JFIF\0":
        return b""
    return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0"


def _scans(content: bytes) -> bytes:
    """Return from the first scan to the end of the picture, without comments between the scans."""
    kept, at = [], 0
    while at < len(content) - 1:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        marker = content[at + 1]
        end = at + 2 + length
        if (
            marker == 0xDA
        ):  # the picture itself runs to the next marker that is neither stuffing nor a restart
            while end < len(content) - 1 and not (
                content[end] == 0xFF and content[end + 1] != 0 and not 0xD0 <= content[end + 1] <= 0xD7
            ):
                end += 1
        if marker == 0xD9:
            break
        if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def clean_png(content: bytes, secrets: Secrets) -> tuple[bytes, set[str]]:
    """Keep the chunks that draw, drop those that tell."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    kept, at = [content[:8]], 8
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind in _KEPT_CHUNKS:
            kept.append(content[at : at + 12 + length])
        if kind == b"IEND":
            break
        at += 12 + length
    return b"".join(kept), {PICTURES}

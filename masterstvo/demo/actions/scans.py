"""Papers as a scanner would bring them: grey lines instead of words, so that nobody's name stands there."""

import io

from PIL import Image, ImageDraw

WIDTH, HEIGHT, MARGIN, STEP = 620, 877, 70, 34  # an A4 page at 75 dots an inch


def scanned(*, lines):
    """Return a page with so many lines of text and a round stamp, as a .png."""
    page = Image.new("L", (WIDTH, HEIGHT), 252)
    ink = ImageDraw.Draw(page)
    ink.rectangle((WIDTH // 2 - 130, 90, WIDTH // 2 + 130, 106), fill=70)
    for number in range(lines):
        top, last = 170 + number * STEP, number == lines - 1
        ink.rectangle(
            (MARGIN, top, WIDTH // 2 if last else WIDTH - MARGIN - number * 13 % 60, top + 7), fill=150
        )
    ink.ellipse((WIDTH - 230, HEIGHT - 240, WIDTH - 110, HEIGHT - 120), outline=120, width=4)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()

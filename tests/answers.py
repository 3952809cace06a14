"""Everything that an answer says, wherever it says it: the page, the cells of a file, its name, the address one is sent to."""

import io
import json
import re
import zipfile
from html import unescape
from urllib.parse import unquote

import pdfplumber

from tests import access

# What a browser might run or show as a page of ours when it is opened instead of saved.
RUNS = re.compile(r"html|svg|xml(?!formats)|javascript|ecmascript|css|^$", re.I)


def told_by(response) -> str:
    """Return the headers and the body as a reader understands them; the answer is read to its end and closed."""
    content = response.getvalue() if response.streaming else response.content
    response.close()
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    headers = " ".join([*(f"{name}: {value}" for name, value in response.items()), *cookies])
    told = f"{headers} {unquote(headers)} {_body(content, response.get('Content-Type', ''))}"
    return told.replace("37.31", access.SCORE)


def _body(content: bytes, content_type: str) -> str:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [
                archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))
            ]
        # Word tears a word into runs, Excel lays words beside each other: both readings are searched.
        return " ".join(unescape(re.sub(r"<[^>]+>", gap, part)) for part in parts for gap in ("", " "))
    if content[:5] == b"%PDF-":
        with pdfplumber.open(io.BytesIO(content)) as file:
            return " ".join(page.extract_text() or "" for page in file.pages)
    text = content.decode(errors="replace" if content_type.startswith("image/") else "strict")
    if content_type.startswith("application/json"):
        return json.dumps(json.loads(text), ensure_ascii=False)
    if content_type.startswith("text/calendar"):
        return re.sub(r"\r?\n[ \t]", "", text)
    return unescape(text)


def is_page(response) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


def unsafe_to_open(response) -> list[str]:
    """Return what is wrong with an answer that is a file: it must be saved, under its own type, and run nowhere."""
    content_type = response.get("Content-Type", "")
    return [
        words
        for words, is_wrong in (
            ("не вложение", not response.get("Content-Disposition", "").startswith("attachment")),
            ("без nosniff", response.get("X-Content-Type-Options") != "nosniff"),
            (f"тип {content_type}", bool(RUNS.search(content_type.split(";")[0]))),
        )
        if is_wrong
    ]

"""A file in, its copy out: cleaned as far as a program can, with a word about what it cannot see."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from masterstvo.experts.redacting.images import clean_jpeg, clean_png
from masterstvo.experts.redacting.packages import clean_package
from masterstvo.experts.redacting.pdf import clean_pdf
from masterstvo.experts.redacting.secrets import Secrets


class Doubt(StrEnum):
    """What a person has to look at. With NAMED nobody may let the copy go: a name is certainly there."""

    NAMED = "named"
    PICTURES = "pictures"
    SCAN = "scan"
    EMBEDDED = "embedded"
    NEAR = "near"  # ordinary words that may also be the school's
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    LINK = "link"  # what is behind an address


DOUBTS = {  # what an organizer has to look at in a copy
    Doubt.NAMED: "Осталось имя или школа: замените копию или верните работу на исправление.",
    Doubt.PICTURES: "Есть рисунки: что на них изображено, программа не видит.",
    Doubt.SCAN: "Есть страницы без текста, похоже, сканы: имена на них программа не видит.",
    Doubt.EMBEDDED: "Есть вложения, которых программа не читает.",
    Doubt.NEAR: "Есть слова, похожие на название школы или её места: решите, говорят ли они о ней.",
    Doubt.UNREADABLE: "Файл не открылся: он остался таким, каким пришёл.",
    Doubt.UNKNOWN: "Такие файлы программа не чистит.",
    Doubt.LINK: "По ссылке могут быть имя, голос или лицо.",
}


@dataclass(frozen=True)
class Copy:
    """``content``: of the copy; what could not be opened is handed on as it was, with a doubt."""

    content: bytes
    doubts: tuple[Doubt, ...]


Cleaner = Callable[[bytes, Secrets], tuple[bytes, set[str]]]
CLEANERS: dict[str, Cleaner] = {
    "docx": clean_package,
    "xlsx": clean_package,
    "pptx": clean_package,
    "odt": clean_package,
    "ods": clean_package,
    "pdf": clean_pdf,
    "jpg": clean_jpeg,
    "jpeg": clean_jpeg,
    "png": clean_png,
}


def redacted(content: bytes, extension: str, secrets: Secrets) -> Copy:
    """Return the copy of a file. ``extension``: «docx», of the name that it came under."""
    cleaner = CLEANERS.get(extension.lower())
    if cleaner is None:
        found = {Doubt.UNKNOWN, *({Doubt.NAMED} if secrets.are_in_bytes(content) else ())}
        return Copy(content, tuple(sorted(found)))
    try:
        cleaned, told = cleaner(content, secrets)
    except Exception:  # parsers of strangers' files let any error through; what they could not open is said
        return Copy(content, (Doubt.UNREADABLE,))
    return Copy(cleaned, tuple(sorted(Doubt(each) for each in told)))

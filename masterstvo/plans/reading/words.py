"""Text as people typed it, made comparable."""

import re
from collections.abc import Collection

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPTS)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[^\S\n]+")
_FOOTNOTE_MARK = re.compile(
    rf"(?<=[^\W\d])[{SUPERSCRIPTS}]+\s*$|(?<=[.,:;)»%])\s*[{SUPERSCRIPTS}]+\s*$", re.M
)
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-[ \t]*\n[ \t]*([а-яёa-z]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST_HALF = re.compile(r"..(?:[нклврт]о|тие|ние)$", re.I)  # «учебно-», «профориентационно-»
_ADJECTIVE = re.compile(r"...(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|[ую]ю|[ое]й)$")
_MONTH = re.compile(r"январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр", re.I)
_BULLET = re.compile(r"^\s*(?:[-–—−•●▪■◦·*§►✓➢\uf0b7\uf0a7\uf0d8\uf02d]+\s*|[oо]\s+(?=[А-ЯЁ«]))")


def tidy(text: str) -> str:
    """Drop what is not seen, make every space plain, and keep non-empty lines only."""
    text = _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Letters and digits only, lower case: equal for «№ п/п», «№п/п» and «Период реализа|ции»."""
    return re.sub(r"[\W_]+", "", _INVISIBLE.sub("", text).lower().replace("ё", "е"))


def superscript(text: str) -> str:
    return text.translate(_TO_SUPERSCRIPT)


def without_footnote_marks(text: str) -> str:
    return _FOOTNOTE_MARK.sub("", text)


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text, count=1).strip()


def has_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def join_broken_words(text: str, known: Collection[str] = (), *, keep_hyphen: bool = False) -> str:
    """Undo hyphens that only mark the end of a line: «образова-⏎ния», but not «учебно-⏎воспитательный».

    ``known``: words of the document in lower case, which decide; ``keep_hyphen`` tells what to do where they do not.
    """

    def join(match: re.Match[str]) -> str:
        left, right = match.groups()
        if (left + right).lower() in known:
            return left + right
        # The first half of a compound ends with a connecting vowel, and its second half is an adjective.
        compound = (
            f"{left}-{right}".lower() in known
            or left.lower() in {"по", "во", "кое", "из", "что", "кто"}
            or left.isupper()
            or (_MONTH.match(left) and _MONTH.match(right))
            or (_FIRST_HALF.search(left) and _ADJECTIVE.search(right) and not right.startswith("лог"))
        )
        return f"{left}-{right}" if compound or keep_hyphen else left + right

    return _BROKEN_WORD.sub(join, text)


def words_of(text: str) -> set[str]:
    """The whole words of a text, those broken by the end of a line left out."""
    return {word.lower() for word in _WORD.findall(_BROKEN_WORD.sub(" ", text))}


def is_blank(text: str) -> bool:
    """Nothing but dashes, underscores and other marks."""
    return not re.search(r"[^\W_]", text)


def shorten(text: str, limit: int = 60) -> str:
    text = one_line(text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

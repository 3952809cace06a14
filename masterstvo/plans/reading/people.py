"""Names of persons inside a text."""

import re

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|вна|чна|ьич|мич|оглы|кызы)"
_PERSON = re.compile(
    rf"(?P<surname>{_SURNAME})\s+(?P<initials>[А-ЯЁ]\.\s?(?:[А-ЯЁ]\b\.?)?)"
    rf"|(?P<initials_first>[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?)(?P<surname_last>{_SURNAME})"
    rf"|(?P<full>{_SURNAME})\s+(?P<given>[А-ЯЁ][а-яё]+)\s+(?P<patronymic>{_PATRONYMIC})(?![а-яё])"
)


def people_in(text: str) -> list[str]:
    """Return the persons named in ``text`` as «Иванова И.И.» or in full, in order, each once."""
    found = []
    for match in _PERSON.finditer(text.replace("\u00a0", " ")):
        if match["full"]:
            found.append(f"{match['full']} {match['given']} {match['patronymic']}")
            continue
        surname = match["surname"] or match["surname_last"]
        letters = re.findall(r"[А-ЯЁ]", match["initials"] or match["initials_first"])
        found.append(f"{surname} {''.join(letter + '.' for letter in letters)}")
    return list(dict.fromkeys(found))

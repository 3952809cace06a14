"""Names as people paste them, one a line, against the registry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.core.search import fold_for_search
from masterstvo.organizations.models import Organization
from masterstvo.people.asked import homes_of
from masterstvo.people.models import Person

_TAIL = re.compile(r"[,;\t(]|\s[–—-]\s")  # after the name: a school, a position, an address
_NUMBER = re.compile(r"^\s*\d+[.)]?\s+")


@dataclass
class Found:
    """One line and whom it may mean: one, nobody, or namesakes with their workplaces to choose from."""

    line: str
    people: list[Person] = field(default_factory=list)
    chosen: Person | None = None

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(each.pk, f"{each}, {each.told_place}") for each in self.people]  # type: ignore[attr-defined]


def people_named(lines: Iterable[str], among: QuerySet[Person], *, emails: Iterable[str] = ()) -> list[Found]:
    """Return for each line whom of ``among`` it names; an e-mail address in it, or beside it in ``emails``, decides.

    «Иванова М. П.» and «Иванова Мария» are enough when they mean one person. Queries: three.
    """
    wanted = [each.strip() for each in lines]
    known = list(among.only("pk", "last_name", "first_name", "patronymic", "email"))
    by_surname: dict[str, list[Person]] = {}
    by_email = {each.email.lower(): each for each in known if each.email}
    for person in known:
        by_surname.setdefault(_folded(person.last_name), []).append(person)
    beside = list(emails) or [""] * len(wanted)
    found = [
        Found(line, _named(line, email, by_surname, by_email))
        for line, email in zip(wanted, beside, strict=False)
    ]
    _tell_places([person for each in found for person in each.people])
    for each in found:
        each.chosen = each.people[0] if len(each.people) == 1 else None
    return found


def _named(
    line: str, email: str, by_surname: dict[str, list[Person]], by_email: dict[str, Person]
) -> list[Person]:
    for word in [email, *line.split()]:
        if (address := word.strip("<>(),;").lower()) in by_email:
            return [by_email[address]]
    words = _folded(_TAIL.split(_NUMBER.sub("", line))[0].replace(".", " ")).split()
    if len(words) < 2:
        return []
    # Platforms of webinars often put the first name first.
    for surname, names in ((words[0], words[1:]), (words[-1], words[:-1]), (words[1], [words[0]])):
        fitting = [each for each in by_surname.get(surname, ()) if _fits(each, names)]
        if fitting:
            return fitting
    return []


def _fits(person: Person, names: list[str]) -> bool:
    """Tell whether the words are the first name and the patronymic, or their initials."""
    own = [_folded(person.first_name), _folded(person.patronymic)]
    return len(names) <= 2 and all(
        name == said or len(said) == 1 and name.startswith(said)
        for name, said in zip(own, names, strict=False)
    )


def _folded(text: str) -> str:
    return (fold_for_search(text) or "").strip()


def _tell_places(people: list[Person]) -> None:
    """Give each person ``told_place``, the short name of the workplace: namesakes are told apart by it."""
    homes = homes_of([each.pk for each in people], timezone.localdate())
    titles = dict(Organization.objects.filter(pk__in=set(homes.values())).values_list("pk", "title"))
    for each in people:
        each.told_place = titles.get(homes.get(each.pk, 0), "места работы нет")  # type: ignore[attr-defined]

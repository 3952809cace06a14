"""The effect chain of a practice: shown to so many, repeated by so many, with what it ended."""

from collections import Counter
from collections.abc import Collection

from masterstvo.core.numbers import counted
from masterstvo.practices.choices import Effect
from masterstvo.practices.models import Practice, Repeat
from masterstvo.practices.panels import shown


def chain_of(practice: Practice, repeats: Collection[Repeat]) -> list[tuple[str, str]]:
    """Return [(what, «n из m»)], each link measured by the one before it; nothing while nobody saw or repeated it.

    Queries: two, of the app that knows where it was shown.
    """
    seen = shown(practice)
    n_all, told = len(repeats), []
    if seen.n_times:
        times = counted(seen.n_times, "раз", "раза", "раз")
        told.append(
            ("Показали", f"{times}, видели {counted(len(seen.people), 'человек', 'человека', 'человек')}")
        )
    if seen.people:
        n_came = sum(each.person_id in seen.people for each in repeats)
        told.append(("Из видевших повторили", f"{n_came} из {len(seen.people)}"))
    if n_all:
        told.append(("Повторили всего", counted(n_all, "человек", "человека", "человек")))
        told.append(("С подтверждением", f"{sum(each.is_proved for each in repeats)} из {n_all}"))
        ended = Counter(each.effect for each in repeats)
        told += [(str(effect.label).capitalize(), f"{ended[effect]} из {n_all}") for effect in Effect]
    return told

"""What contests offer to indicators: the entries of people."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact

CONTESTS = Fact(
    name="contests",
    title="участие в конкурсе",
    record="конкурс",
    begins="конкурс прошёл",
    ended="конкурс прошёл",
    model="contests.Entry",
    starts_on=("held_on",),
    links=(Link("person_id"),),
    fields={
        "level": Field("уровень конкурса", Kind.TERM, "contest__level", vocabulary="level"),
        "result": Field("результат", Kind.TERM, "result", vocabulary="contest_result"),
    },
    line=lambda record: (
        f"«{record.contest.title}», {f'{record.held_on:%d.%m.%Y}' if record.held_on else 'итогов ещё нет'}"
        + (f", {record.document}" if record.document else "")
    ),
    counted_in=("участие", "участия", "участий"),
    related=("contest", "nomination"),
)


def declare() -> None:
    add_fact(CONTESTS)

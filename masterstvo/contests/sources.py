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
    # Drafts are nobody's business, and who takes part in a blind contest its jury must not read in the reasons of a number.
    known={"held_on__isnull": False, "person__isnull": False},
    links=(Link("person_id"),),
    fields={
        "level": Field("уровень конкурса", Kind.TERM, "contest__level", vocabulary="level"),
        "result": Field("результат", Kind.TERM, "result", vocabulary="contest_result"),
    },
    line=lambda record: (
        f"«{record.contest.title}», {record.held_on:%d.%m.%Y}"
        + (f", {record.document}" if record.document else "")
    ),
    counted_in=("участие", "участия", "участий"),
    related=("contest", "nomination"),
)


def declare() -> None:
    add_fact(CONTESTS)

"""What experts offer to indicators: appointments of people to judge."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact


def _line(record) -> str:
    until = f" по {record.last_day:%d.%m.%Y}" if record.last_day else ""
    ground = f", {record.ground}" if record.ground else ""
    return f"экспертная работа с {record.starts_on:%d.%m.%Y}{until}{ground}"


EXPERTS = Fact(
    name="experts",
    title="экспертная работа",
    record="назначение",
    begins="назначение начинается",
    ended="назначение закончилось",
    model="experts.ExpertAppointment",
    starts_on=("starts_on",),
    ends_on="ends_on",
    related=("document",),
    links=(Link("person_id"),),
    fields={
        "kind": Field("вид экспертизы", Kind.TERM, "kind", vocabulary="expert_kind"),
        "level": Field("уровень экспертизы", Kind.TERM, "level", vocabulary="level"),
    },
    line=_line,
    counted_in=("назначение", "назначения", "назначений"),
)


def declare() -> None:
    add_fact(EXPERTS)

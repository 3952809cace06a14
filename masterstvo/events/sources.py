"""What events offer to indicators: the events themselves, and the people who were there."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact


def _fields(path: str) -> dict[str, Field]:
    return {
        "level": Field("уровень мероприятия", Kind.TERM, f"{path}level", vocabulary="level"),
        "kind": Field("вид мероприятия", Kind.TERM, f"{path}kind", vocabulary="event_kind"),
        "topics": Field("тема", Kind.TERM, f"{path}topics", vocabulary="topic", many=True),
        "within_system": Field(
            "РС НМС",
            Kind.TRUTH,
            f"{path}within_system",
            yes="мероприятие в рамках РС НМС",
            no="мероприятие не в рамках РС НМС",
        ),
        "held": Field(
            "состоялось",
            Kind.TRUTH,
            f"{path}is_held",
            yes="мероприятие состоялось",
            no="мероприятие не состоялось",
        ),
        "hours": Field("часы", Kind.NUMBER, f"{path}hours", unit="ч"),
    }


EVENTS = Fact(
    name="events",
    title="мероприятия",
    record="мероприятие",
    begins="мероприятие прошло",
    ended="мероприятие прошло",
    model="events.Event",
    starts_on=("held_on",),
    municipality="municipality_id",
    fields=_fields(""),
    line=lambda record: f"«{record.title}», {record.held_on:%d.%m.%Y}",
    counted_in=("мероприятие", "мероприятия", "мероприятий"),
    prefetched=("topics",),
)
PARTICIPATIONS = Fact(
    name="participations",
    title="участие в мероприятии",
    record="участие",
    begins="мероприятие прошло",
    ended="мероприятие прошло",
    model="events.Participation",
    starts_on=("event__held_on",),
    links=(Link("person_id"),),
    dimension="event",
    fields={
        **_fields("event__"),
        "role": Field("роль", Kind.TERM, "role", vocabulary="participation_role"),
        "present": Field(
            "присутствие", Kind.TRUTH, "was_present", yes="присутствовал", no="записан, но не присутствовал"
        ),
    },
    required={"present": True, "held": True},
    line=lambda record: f"«{record.event.title}», {record.event.held_on:%d.%m.%Y}",
    counted_in=("участие", "участия", "участий"),
    related=("event",),
    prefetched=("event__topics",),
)


def declare() -> None:
    add_fact(EVENTS)
    add_fact(PARTICIPATIONS)

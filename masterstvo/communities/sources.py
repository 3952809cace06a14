"""What communities offer to indicators: that they exist, who belongs to them, their meetings and who was there."""

from masterstvo.communities.choices import MeetingState, MemberRole
from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact


def _kind(path: str) -> Field:
    return Field("вид сообщества", Kind.TERM, f"{path}kind", vocabulary="community_kind")


def _subjects(path: str) -> Field:
    return Field("предмет", Kind.TERM, f"{path}subjects", vocabulary="subject", many=True)


COMMUNITIES = Fact(
    name="communities",
    title="профессиональные сообщества",
    record="сообщество",
    begins="сообщество создано",
    ended="сообщество закрыто",
    model="communities.Community",
    starts_on=("starts_on",),
    ends_on="ends_on",
    organization="organization_id",
    municipality="municipality_id",
    fields={"kind": _kind(""), "subjects": _subjects("")},
    line=lambda record: f"«{record.title}», с {record.starts_on:%d.%m.%Y}",
    counted_in=("сообщество", "сообщества", "сообществ"),
    prefetched=("subjects",),
)
MEMBERS = Fact(
    name="community_members",
    title="участие в сообществе",
    record="участие",
    begins="участие начинается",
    ended="участие закончилось",
    model="communities.CommunityMember",
    starts_on=("starts_on",),
    ends_on="ends_on",
    links=(Link("person_id"),),
    fields={
        "kind": _kind("community__"),
        "subjects": _subjects("community__"),
        "role": Field(
            "роль в сообществе",
            Kind.CHOICE,
            "role",
            choices={value: str(label) for value, label in MemberRole.choices},
        ),
    },
    line=lambda record: (
        f"«{record.community.title}», {record.get_role_display()}, с {record.starts_on:%d.%m.%Y}"
    ),
    counted_in=("участие", "участия", "участий"),
    related=("community",),
    prefetched=("community__subjects",),
)
MEETINGS = Fact(
    name="community_meetings",
    title="заседания сообществ",
    record="заседание",
    begins="заседание прошло",
    ended="заседание прошло",
    model="communities.Meeting",
    starts_on=("held_on",),
    municipality="community__municipality_id",
    organization="community__organization_id",
    fields={
        "kind": _kind("community__"),
        "hours": Field("часы", Kind.NUMBER, "hours", unit="ч"),
        "state": Field(
            "состояние заседания",
            Kind.CHOICE,
            "state",
            choices={value: str(label) for value, label in MeetingState.choices},
            refusals={
                MeetingState.PLANNED: "заседание только запланировано",
                MeetingState.CANCELLED: "заседание отменено",
            },
        ),
    },
    required={"state": MeetingState.HELD},
    line=lambda record: f"«{record.title}», {record.held_on:%d.%m.%Y}, {record.community}",
    counted_in=("заседание", "заседания", "заседаний"),
    related=("community",),
)
ATTENDANCES = Fact(
    name="community_attendances",
    title="посещение заседания сообщества",
    record="посещение",
    begins="заседание прошло",
    ended="заседание прошло",
    model="communities.Attendance",
    starts_on=("meeting__held_on",),
    links=(Link("person_id"),),
    dimension="meeting",
    fields={
        "kind": _kind("meeting__community__"),
        "hours": Field("часы", Kind.NUMBER, "meeting__hours", unit="ч"),
        "present": Field(
            "присутствие", Kind.TRUTH, "was_present", yes="присутствовал", no="член сообщества, но не был"
        ),
    },
    required={"present": True},
    line=lambda record: f"«{record.meeting.title}», {record.meeting.held_on:%d.%m.%Y}",
    counted_in=("посещение", "посещения", "посещений"),
    related=("meeting",),
)


def declare() -> None:
    for fact in (COMMUNITIES, MEMBERS, MEETINGS, ATTENDANCES):
        add_fact(fact)

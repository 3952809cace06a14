"""What mentoring offers to indicators: one pair proves something about the mentor and about the mentee."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact


def _line(record) -> str:
    act = f", приказ № {record.act_number}" if record.act_number else ", без приказа"
    dated = f" от {record.act_on:%d.%m.%Y}" if record.act_number and record.act_on else ""
    return f"пара: {record.mentor.short_name} – {record.mentee.short_name}, с {record.starts_on:%d.%m.%Y}{act}{dated}"


MENTORSHIPS = Fact(
    name="mentorships",
    title="наставническая пара",
    record="пара",
    begins="пара начинает работу",
    ended="пара закончила работу",
    model="mentoring.Mentorship",
    starts_on=("starts_on",),
    ends_on="ends_on",
    links=(Link("mentor_id", {"role": "mentor"}), Link("mentee_id", {"role": "mentee"})),
    fields={
        "role": Field(
            "роль",
            Kind.CHOICE,
            "role",
            choices={"mentor": "наставник", "mentee": "наставляемый"},
            refusals={
                "mentor": "в паре наставник, а не наставляемый",
                "mentee": "в паре наставляемый, а не наставник",
            },
        ),
        "model": Field("модель наставничества", Kind.TERM, "model", vocabulary="mentoring_model"),
        "format": Field("формат наставничества", Kind.TERM, "format", vocabulary="mentoring_format"),
        "has_act": Field(
            "приказ",
            Kind.TRUTH,
            "act_number",
            filled=True,
            yes="пара закреплена приказом",
            no="пара без приказа",
        ),
        "formal": Field(
            "оформление по ст. 351.8 ТК",
            Kind.TRUTH,
            "is_formal",
            yes="пара оформлена: приказ, согласие, содержание, срок, форма, оплата",
            no="пара оформлена не полностью",
        ),
        "begun": Field(
            "пара работает или работала",
            Kind.TRUTH,
            "is_fact",
            yes="пара работает или работала",
            no="пара только предложена",
        ),
    },
    required={"begun": True},
    line=_line,
    counted_in=("пара", "пары", "пар"),
    related=("mentor", "mentee"),
)


def declare() -> None:
    add_fact(MENTORSHIPS)

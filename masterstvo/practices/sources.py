"""What practices offer to indicators: who is an author of what the bank holds, and who repeated it."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact
from masterstvo.practices.choices import PracticeKind


def _kind(path: str) -> Field:
    return Field(
        "вид практики",
        Kind.CHOICE,
        f"{path}kind",
        choices={value: str(label) for value, label in PracticeKind.choices},
    )


PRACTICES = Fact(
    name="practices",
    title="практика в банке",
    record="практика",
    begins="практика принята в банк",
    ended="срок практики в банке закончился",
    model="practices.Authorship",
    starts_on=("practice__banked_on",),
    ends_on="practice__ends_on",
    links=(Link("person_id"),),
    dimension="practice",
    fields={
        "kind": _kind("practice__"),
        "subjects": Field("предмет", Kind.TERM, "practice__shown__subjects", vocabulary="subject", many=True),
        "topics": Field("тема", Kind.TERM, "practice__shown__topics", vocabulary="topic", many=True),
        "recommended": Field(
            "рекомендация региону",
            Kind.TRUTH,
            "practice__recommended_by",
            filled=True,
            yes="рекомендована региону",
            no="региону не рекомендована",
        ),
        "hidden": Field(
            "положение в банке",
            Kind.TRUTH,
            "practice__is_hidden",
            yes="практику убрали из банка",
            no="в банке",
        ),
    },
    required={"hidden": False},
    line=lambda record: f"«{record.practice}», в банке с {record.practice.banked_on:%d.%m.%Y}",
    counted_in=("практика", "практики", "практик"),
    related=("practice",),
)
REPEATS = Fact(
    name="practice_repeats",
    title="повторение чужой практики",
    record="повторение",
    begins="практику повторили",
    ended="практику повторили",
    model="practices.Repeat",
    starts_on=("repeated_on",),
    links=(Link("person_id"),),
    dimension="practice",
    fields={"kind": _kind("practice__")},
    line=lambda record: f"«{record.practice}», {record.repeated_on:%d.%m.%Y}",
    counted_in=("повторение", "повторения", "повторений"),
    related=("practice",),
)


def declare() -> None:
    for fact in (PRACTICES, REPEATS):
        add_fact(fact)

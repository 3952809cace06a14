"""The populations, and the facts of the storeys below: people and organizations cannot declare theirs themselves."""

from masterstvo.indicators.registry import Fact, Field, Held, Kind, Link, Population, add_fact, add_population


def _day(day) -> str:
    return f"{day:%d.%m.%Y}" if day else "…"


def _span(record) -> str:
    end = f" по {_day(record.last_day)}" if record.last_day else ""
    return f"с {_day(record.starts_on)}{end}"


_STATUS = Held("organizations.OrganizationStatus", key="organization", of="organization")
_ATTESTATION = Held("people.Attestation", key="person", of="person")

STAFF = Population(
    name="staff",
    title="работники по основному месту на дату отчёта",
    member_kind="person",
    counted_in=("человек", "человека", "человек"),
    fields={
        "category": Field("категория работника", Kind.TERM, "category", vocabulary="staff_category"),
        "age": Field("возраст", Kind.NUMBER, "person__born_on", since=True, unit="лет"),
        "teaching_years": Field(
            "педагогический стаж", Kind.NUMBER, "person__teaching_since", since=True, unit="лет"
        ),
        "weekly_hours": Field("нагрузка в неделю", Kind.NUMBER, "weekly_hours", unit="ч"),
        "organization_kind": Field(
            "вид организации", Kind.TERM, "organization__kind", vocabulary="organization_kind"
        ),
        "organization_level": Field(
            "уровень организации", Kind.TERM, "organization__level", vocabulary="organization_level"
        ),
        "locality": Field("местность", Kind.TERM, "organization__locality", vocabulary="locality"),
        "organization_status": Field(
            "статус организации на дату отчёта", Kind.TERM, "kind", vocabulary="status_kind", held=_STATUS
        ),
        "has_attestation": Field(
            "аттестация",
            Kind.TRUTH,
            "",
            held=_ATTESTATION,
            yes="есть действующая аттестация",
            no="нет действующей аттестации",
        ),
        "qualification": Field(
            "квалификационная категория", Kind.TERM, "category", vocabulary="qualification", held=_ATTESTATION
        ),
    },
)
_ORGANIZATION_FIELDS = {
    "kind": Field("вид организации", Kind.TERM, "kind", vocabulary="organization_kind"),
    "level": Field("уровень организации", Kind.TERM, "level", vocabulary="organization_level"),
    "locality": Field("местность", Kind.TERM, "locality", vocabulary="locality"),
    "status": Field(
        "статус на дату отчёта",
        Kind.TERM,
        "kind",
        vocabulary="status_kind",
        held=Held("organizations.OrganizationStatus", key="organization", of="pk"),
    ),
}
ORGANIZATIONS = Population(
    name="organizations",
    title="организации, открытые на дату отчёта",
    member_kind="organization",
    counted_in=("организация", "организации", "организаций"),
    fields=_ORGANIZATION_FIELDS,
)
TEAMS = Population(
    name="teams",
    title="управленческие команды: организации, в которых на дату отчёта есть руководители",
    member_kind="organization",
    counted_in=("команда", "команды", "команд"),
    fields=_ORGANIZATION_FIELDS,
)

STATUSES = Fact(
    name="statuses",
    title="статус организации",
    record="статус",
    begins="статус начинается",
    ended="статус закончился",
    model="organizations.OrganizationStatus",
    starts_on=("starts_on",),
    ends_on="ends_on",
    organization="organization_id",
    fields={"kind": Field("статус", Kind.TERM, "kind", vocabulary="status_kind")},
    line=lambda record: f"статус {_span(record)}" + (f", {record.basis}" if record.basis else ""),
    counted_in=("статус", "статуса", "статусов"),
)
FIGURES = Fact(
    name="figures",
    title="показатель паспорта организации",
    record="показатель",
    begins="показатель за год",
    ended="показатель за год",
    model="organizations.OrganizationFigure",
    starts_on=("year",),
    yearly=True,
    organization="organization_id",
    fields={
        "kind": Field("показатель", Kind.TERM, "kind", vocabulary="figure_kind"),
        "value": Field("значение", Kind.NUMBER, "value"),
    },
    line=lambda record: f"{record.year} год: {record.value.normalize():f}".replace(".", ","),
    counted_in=("показатель", "показателя", "показателей"),
)
ATTESTATIONS = Fact(
    name="attestations",
    title="аттестация",
    record="аттестация",
    begins="аттестация действует с",
    ended="аттестация закончилась",
    model="people.Attestation",
    starts_on=("starts_on",),
    ends_on="ends_on",
    links=(Link("person_id"),),
    fields={"category": Field("категория", Kind.TERM, "category", vocabulary="qualification")},
    line=lambda record: f"аттестация {_span(record)}" + (f", {record.basis}" if record.basis else ""),
    counted_in=("аттестация", "аттестации", "аттестаций"),
)
VACANCIES = Fact(
    name="vacancies",
    title="вакансия",
    record="вакансия",
    begins="вакансия открывается",
    ended="вакансия закрыта",
    model="people.Vacancy",
    starts_on=("opened_on",),
    ends_on="closed_on",
    organization="organization_id",
    fields={"weekly_hours": Field("часы в неделю", Kind.NUMBER, "weekly_hours", unit="ч")},
    line=lambda record: f"{record.position}, открыта {_day(record.opened_on)}",
    counted_in=("вакансия", "вакансии", "вакансий"),
)


def declare() -> None:
    for population in (STAFF, ORGANIZATIONS, TEAMS):
        add_population(population)
    for fact in (STATUSES, FIGURES, ATTESTATIONS, VACANCIES):
        add_fact(fact)

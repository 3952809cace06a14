"""What diagnostics offers to indicators: measurements of people's competences."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact

DIAGNOSTICS = Fact(
    name="diagnostics",
    title="диагностика",
    record="диагностика",
    begins="диагностика прошла",
    ended="диагностика прошла",
    model="diagnostics.Diagnostic",
    starts_on=("measured_on",),
    links=(Link("person_id"),),
    fields={
        "kind": Field("вид диагностики", Kind.TERM, "kind", vocabulary="diagnostic_kind"),
        "has_deficit": Field(
            "дефицит",
            Kind.TRUTH,
            "has_deficit",
            yes="дефицит выявлен",
            no="дефицит не выявлен",
            is_secret=True,
        ),
        "score": Field("балл", Kind.NUMBER, "score", is_secret=True),
    },
    line=lambda record: (
        f"{record.procedure}, {record.measured_on:%d.%m.%Y}"
    ),  # not of what: that tells the deficit
    counted_in=("результат", "результата", "результатов"),
)


def declare() -> None:
    add_fact(DIAGNOSTICS)

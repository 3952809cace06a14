"""What quality offers to indicators: results of a school's pupils, by year."""

from masterstvo.indicators.registry import Fact, Field, Kind, add_fact


def _line(record) -> str:
    grade = f", {record.grade} класс" if record.grade else ""
    return f"{record.subject}{grade}, {record.year} год"


PUPIL_RESULTS = Fact(
    name="pupil_results",
    title="результат оценочной процедуры",
    record="результат",
    begins="результат за год",
    ended="результат за год",
    model="quality.PupilResult",
    starts_on=("year",),
    yearly=True,
    organization="organization_id",
    fields={
        "procedure": Field("процедура", Kind.TERM, "procedure", vocabulary="pupil_procedure"),
        "mean_score": Field("средний балл", Kind.NUMBER, "mean_score"),
        "passed_share": Field("успеваемость", Kind.NUMBER, "passed_share", unit="%"),
        "quality_share": Field("качество", Kind.NUMBER, "quality_share", unit="%"),
        "n_pupils": Field("число участников", Kind.NUMBER, "n_pupils"),
        "looks_biased": Field(
            "объективность",
            Kind.TRUTH,
            "looks_biased",
            yes="есть признаки необъективности",
            no="признаков необъективности нет",
        ),
    },
    line=_line,
    counted_in=("результат", "результата", "результатов"),
)


def declare() -> None:
    add_fact(PUPIL_RESULTS)

"""What training offers to indicators: completed programmes, dated by their last day."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact

TRAINING = Fact(
    name="training",
    title="законченное обучение",
    record="курс",
    begins="курс закончился",
    ended="курс закончился",
    model="training.Training",
    starts_on=("finished_on",),
    links=(Link("person_id"),),
    dimension="programme",
    fields={
        "in_federal_register": Field(
            "Федеральный реестр",
            Kind.TRUTH,
            "programme__in_federal_register",
            yes="программа в Федеральном реестре",
            no="программы нет в Федеральном реестре",
        ),
        "provider_kind": Field(
            "вид организатора обучения", Kind.TERM, "programme__provider__kind", vocabulary="provider_kind"
        ),
        "kind": Field("вид обучения", Kind.TERM, "programme__kind", vocabulary="training_kind"),
        "form": Field("форма обучения", Kind.TERM, "programme__form", vocabulary="training_form"),
        "hours": Field("часы", Kind.NUMBER, "programme__hours", unit="ч"),
        "topics": Field("тема", Kind.TERM, "programme__topics", vocabulary="topic", many=True),
    },
    line=lambda record: (
        f"«{record.programme.title}», {record.programme.provider.title}, {record.programme.hours} ч, "
        f"окончание {record.finished_on:%d.%m.%Y}" + (f", {record.document}" if record.document else "")
    ),
    counted_in=("курс", "курса", "курсов"),
    related=("programme__provider",),
    prefetched=("programme__topics",),
)


def declare() -> None:
    add_fact(TRAINING)

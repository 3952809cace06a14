"""What documents offer to indicators: signed acts of organizations, by their date."""

from masterstvo.documents.choices import DocumentState
from masterstvo.indicators.registry import Fact, Field, Kind, add_fact

ACTS = Fact(
    name="acts",
    title="документ организации",
    record="документ",
    begins="документ датирован",
    ended="документ датирован",
    model="documents.Document",
    starts_on=("dated_on",),
    organization="organization_id",
    municipality="municipality_id",
    fields={
        "kind": Field("вид документа", Kind.TERM, "kind", vocabulary="document_kind"),
        "state": Field(
            "состояние документа",
            Kind.CHOICE,
            "state",
            choices=dict(DocumentState.choices),
            refusals={
                DocumentState.DRAFT: "документ ещё не подписан",
                DocumentState.AGREED: "документ ещё не подписан",
                DocumentState.CANCELLED: "документ отменён",
            },
        ),
    },
    required={"state": DocumentState.SIGNED},
    line=lambda record: f"{record.title or 'документ'} № {record.number} от {record.dated_on:%d.%m.%Y}",
    counted_in=("документ", "документа", "документов"),
)


def declare() -> None:
    add_fact(ACTS)

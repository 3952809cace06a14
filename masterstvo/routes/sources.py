"""What routes offer to indicators. A route holds from its start, or else its approval, until the day before its end."""

from masterstvo.indicators.registry import Fact, Field, Kind, Link, add_fact
from masterstvo.routes.choices import RouteState


def _line(record) -> str:
    approved = f", утверждён {record.approved_on:%d.%m.%Y}" if record.approved_on else ""
    return f"маршрут: {record.get_state_display()}{approved}"


ROUTES = Fact(
    name="routes",
    title="индивидуальный маршрут",
    record="маршрут",
    begins="маршрут начинается",
    ended="маршрут закончился",
    model="routes.Route",
    starts_on=("starts_on", "approved_on"),
    ends_on="ends_on",
    links=(Link("person_id"),),
    fields={
        "basis": Field("основание маршрута", Kind.TERM, "basis", vocabulary="route_basis"),
        "status": Field(
            "состояние маршрута",
            Kind.CHOICE,
            "state",
            choices={value: str(label) for value, label in RouteState.choices},
            refusals={
                RouteState.DRAFT: "маршрут ещё черновик",
                RouteState.AGREEMENT: "маршрут на согласовании",
                RouteState.STOPPED: "маршрут прекращён",
            },
        ),
    },
    line=_line,
    counted_in=("маршрут", "маршрута", "маршрутов"),
)


def declare() -> None:
    add_fact(ROUTES)

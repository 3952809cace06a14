"""What plans show on the pages of lower apps."""

from django.urls import reverse

from masterstvo.core.listing import Column, Panel
from masterstvo.plans.models import Activity
from masterstvo.plans.rules import visible_activities
from masterstvo.search.panels import Kind


def proof_panel(user, document):
    """The activities of plans that the document is evidence of; nothing where there are none. Queries: one."""
    proven = visible_activities(user).filter(evidence__document=document).distinct()
    rows = list(proven.select_related("plan").order_by("plan", "position", "pk"))
    if not rows:
        return None
    return Panel(title="Что подтверждает документ: мероприятия плана", columns=PROVEN, rows=rows)


PROVEN = (
    Column("Мероприятие", str, 60, url=Activity.get_absolute_url),
    Column(
        "План",
        lambda activity: activity.plan.name,
        24,
        url=lambda activity: reverse("plans:plan_detail", args=[activity.plan_id]),
    ),
    Column("Состояние", Activity.get_state_display, 20),
)


FOUND = Kind(
    model="plans.Activity",
    title="Мероприятия плана",
    visible=lambda user: visible_activities(user).order_by("-plan__year_from", "plan", "position", "pk"),
    texts=lambda activity: (activity.title, activity.number, activity.responsible_text),
    told=lambda activity: f"{activity.plan}, {activity.period_text}",
    related=("plan",),
    kin={"plans.plan": "plan"},
    order=30,
)

"""The count beside «Мероприятия» in the menu."""

from typing import Any

from django.utils import timezone

from masterstvo.core.numbers import plural
from masterstvo.plans.queries.activity import n_overdue
from masterstvo.plans.queries.plan import current_plan


def overdue_in_menu(request: Any) -> tuple[int, str] | None:
    """Return how many activities of the current plan are overdue, and the word for it. Queries: two."""
    day = timezone.localdate()
    plan = current_plan(getattr(request, "municipality", None) or None, day)
    late = n_overdue(plan, day) if plan else 0
    return (late, plural(late, "просрочено", "просрочены", "просрочено")) if late else None

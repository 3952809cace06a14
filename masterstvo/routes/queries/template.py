"""Templates of routes: who follows them, and what a changed one proposes."""

from django.db.models import F, OuterRef, Q, QuerySet

from masterstvo.routes.choices import StepState
from masterstvo.routes.merging import Intent, Proposed, proposals
from masterstvo.routes.models import Route, RouteTemplate, TemplateStep, TemplateVersion
from masterstvo.routes.queries.route import OVER, n_of

# Routes, not yet over, whose template has a newer version than the one they were made from or last decided about.
IS_BEHIND = Q(version__number__lt=F("version__template__number")) & ~Q(state__in=OVER)


def is_behind(route: Route) -> bool:
    """The same of one route, with its version and template at hand."""
    return bool(
        route.version and route.state not in OVER and route.version.number < route.version.template.number
    )


def with_use(rows: QuerySet[RouteTemplate], routes: QuerySet[Route]) -> QuerySet[RouteTemplate]:
    """Give each template ``n_steps`` of the version in force and ``n_routes``: how many of ``routes`` follow it and are not over."""
    steps = TemplateStep.objects.filter(version__template=OuterRef("pk"), version__number=OuterRef("number"))
    follow = routes.filter(version__template=OuterRef("pk")).exclude(state__in=OVER)
    return rows.annotate(n_steps=n_of(steps, "version__template"), n_routes=n_of(follow, "version__template"))


def intents_of(version: TemplateVersion | None) -> list[Intent]:
    """Return the steps of a version as plain values, in its order. Queries: one."""
    if version is None:
        return []
    return [
        Intent(
            key=each.key,
            kind=each.kind,
            title=each.title,
            hours=each.hours,
            week=each.week,
            weeks=each.weeks,
            competences=tuple(each.competences),
            evidence=each.evidence,
        )
        for each in version.steps.all()
    ]


def version_in_force(version: TemplateVersion) -> TemplateVersion:
    """Return the version of the same template that holds now. Queries: one."""
    return TemplateVersion.objects.select_related("template").get(
        template=version.template_id, number=version.template.number
    )


def proposed_to(route: Route) -> tuple[TemplateVersion | None, list[Proposed]]:
    """Return the newer version of the template and what it proposes to ``route``; (None, []) where there is none.

    Queries: one for a route that follows its template, five for one that is behind.
    """
    if route.version is None or not is_behind(route):
        return None, []
    newer = version_in_force(route.version)
    states = dict(route.steps.exclude(planned_by="").values_list("planned_by", "state"))
    planned = [key for key, state in states.items() if state == StepState.PLANNED]
    return newer, proposals(intents_of(route.version), intents_of(newer), there=states, planned=planned)

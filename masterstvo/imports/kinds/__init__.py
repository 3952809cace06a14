"""The seventeen kinds of files that can be brought in."""

from masterstvo.imports.kinds import (
    acts,
    awards,
    contests,
    diagnostics,
    events,
    experts,
    figures,
    mentorships,
    organizations,
    participations,
    people,
    pupil_results,
    routes,
    skill_results,
    statuses,
    training,
    vacancies,
)
from masterstvo.imports.kinds.base import Kind

KINDS: dict[str, Kind] = {
    module.KIND.key: module.KIND
    for module in (
        organizations,
        people,
        training,
        diagnostics,
        routes,
        mentorships,
        participations,
        events,
        contests,
        experts,
        awards,
        statuses,
        acts,
        vacancies,
        figures,
        pupil_results,
        skill_results,
    )
}

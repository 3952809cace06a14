"""Whom a campaign asks: filters over those who work in a municipality."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from masterstvo.assessments.choices import Subject
from masterstvo.core.search import matching
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant, OrganizationStatus
from masterstvo.people.models import Employment, Person
from masterstvo.people.panels import belongs_to
from masterstvo.people.queries import young_on


@dataclass(frozen=True)
class Circle:
    """Filters; empty ones do not narrow.

    ``statuses``: kinds of status that the organization holds, such as low results; ``groups``: keys of groups of people, such as communities.
    """

    organizations: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    subjects: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    position: str = ""
    only_young: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Circle":
        return cls(
            tuple(kept.get("organizations", ())),
            tuple(kept.get("categories", ())),
            tuple(kept.get("subjects", ())),
            tuple(kept.get("statuses", ())),
            tuple(kept.get("groups", ())),
            kept.get("position", ""),
            kept.get("only_young", False),
        )

    def kept(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        told = {
            "organizations": list(self.organizations),
            "categories": list(self.categories),
            "subjects": list(self.subjects),
            "statuses": list(self.statuses),
            "groups": list(self.groups),
            "position": self.position,
            "only_young": self.only_young,
        }
        return {name: value for name, value in told.items() if value}

    def jobs(self, municipality: int, day: dt.date) -> QuerySet[Employment]:
        """Return the jobs on ``day`` that bring people into the circle."""
        rows = Employment.objects.on(day).filter(organization__municipality=municipality)
        if self.organizations:
            rows = rows.filter(organization__in=self.organizations)
        if self.statuses:
            held = OrganizationStatus.objects.on(day).filter(kind__in=self.statuses)
            rows = rows.filter(organization__in=held.values("organization"))
        if self.categories:
            rows = rows.filter(category__in=self.categories)
        if self.subjects:
            rows = rows.filter(
                Q(
                    pk__in=Employment.subjects.through.objects.filter(term__in=self.subjects).values(
                        "employment"
                    )
                )
            )
        if self.groups:
            rows = rows.filter(belongs_to(self.groups, day))
        if self.position:
            rows = matching(rows, self.position, "position")
        return rows

    def people(self, municipality: int, day: dt.date) -> QuerySet[Person]:
        """Return the people asked, each once."""
        people = Person.objects.filter(pk__in=self.jobs(municipality, day).values("person"))
        return people.filter(young_on(day)) if self.only_young else people

    def places(self, municipality: int, day: dt.date) -> dict[int, int]:
        """Return {key of a person: key of the organization that brought them in}, the main job first. Queries: one."""
        rows = self.jobs(municipality, day).filter(person__in=self.people(municipality, day))
        found: dict[int, int] = {}
        for person, organization in rows.order_by("-basis", "-starts_on", "pk").values_list(
            "person", "organization"
        ):
            found.setdefault(person, organization)
        return found

    def heads(self, municipality: int, day: dt.date) -> dict[int, int]:
        """Return {key of a person: key of the organization that they head}: who answers for it in the program. Queries: one.

        Only ``organizations`` and ``statuses`` narrow: the others speak of people. Of several heads the one longest in the role answers.
        """
        rows = Grant.objects.on(day).filter(
            role=Role.ORGANIZATION, organization__municipality=municipality, user__person__isnull=False
        )
        if self.organizations:
            rows = rows.filter(organization__in=self.organizations)
        if self.statuses:
            held = OrganizationStatus.objects.on(day).filter(kind__in=self.statuses)
            rows = rows.filter(organization__in=held.values("organization"))
        found: dict[int, int] = {}
        for person, organization in rows.order_by("starts_on", "pk").values_list(
            "user__person", "organization"
        ):
            if organization not in found.values():
                found.setdefault(person, organization)
        return found

    def asked(self, municipality: int, day: dt.date, subject: str) -> dict[int, int]:
        """Return {key of a person: key of the organization} of those who get a sheet. ``subject``: of the instrument."""
        ask = self.heads if subject == Subject.ORGANIZATION else self.places
        return ask(municipality, day)

"""A small random region: people who move, hold two jobs and leave, schools that close, facts on and around the boundary days."""

import datetime as dt
import random

from masterstvo.contests.models import Contest, Entry
from masterstvo.core.models import Term
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.documents.models import Document
from masterstvo.events.models import Event, Participation
from masterstvo.experts.models import ExpertAppointment
from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.models import (
    Municipality,
    Organization,
    OrganizationFigure,
    OrganizationStatus,
    Region,
)
from masterstvo.people.models import Attestation, Employment, Person
from masterstvo.quality.models import PupilResult
from masterstvo.routes.models import Route
from masterstvo.training.models import Programme, Provider, Training

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 11, 30)
DAY = dt.timedelta(days=1)
EDGES = [
    FIRST - DAY,
    FIRST,
    FIRST + DAY,
    LAST - DAY,
    LAST,
    LAST + DAY,
    dt.date(2025, 9, 1),
    dt.date(2025, 8, 31),
]
LEVELS = ["organization", "municipal", "intermunicipal", "regional", "federal"]
KINDS = ["school", "kindergarten", "extracurricular", "methodical_service", "college"]


class World:
    """Fills the tables by ``seed``; ``size`` is the number of people."""

    def __init__(self, seed: int, size: int = 24) -> None:
        self.random = random.Random(seed)
        regions = [Region.objects.create(title=f"Область {seed}-{number}") for number in range(2)]
        self.municipalities = [
            Municipality.objects.create(
                region=regions[number > 1], code=f"m{seed % 10**6}-{number}", title=f"Район {number}"
            )
            for number in range(3)
        ]
        self.regions = regions
        self.topics = list(Term.objects.filter(vocabulary="topic"))
        self._merge_a_topic()
        self.organizations = [self._organization(number) for number in range(7)]
        self.people = [self._person(number) for number in range(size)]
        for person in self.people:
            self._employments(person)
        self._programmes()
        self._events()
        self.contests = [
            Contest.objects.create(title=f"Конкурс {n}", level=self.any(LEVELS)) for n in range(3)
        ]
        for person in self.people:
            self._facts(person)
        for organization in self.organizations:
            self._organization_facts(organization)

    def any(self, values):
        return self.random.choice(values)

    def chance(self, share=0.5):
        return self.random.random() < share

    def day(self):
        if self.chance(0.6):
            return self.any(EDGES)
        return dt.date(2024, 1, 1) + dt.timedelta(days=self.random.randrange(1000))

    def span(self):
        first = self.day()
        last = self.any([None, first + DAY, first + 30 * DAY, *EDGES])
        return first, last if last is None or last > first else None

    def _merge_a_topic(self):
        """Somebody's own word, matched with the dictionary later: facts keep it, formulas must still find them."""
        own = Term.objects.create(
            vocabulary="topic", key=f"own_{self.random.random()}", title="воспитание детей и молодёжи",
            merged_into=next(term for term in self.topics if term.key == "upbringing"),
        )  # fmt: skip
        self.topics.append(own)

    def _organization(self, number):
        opened, closed = (
            self.any([None, dt.date(2020, 1, 1), LAST, LAST + DAY]),
            self.any([None, None, None, LAST, LAST + DAY]),
        )
        if opened and closed and closed <= opened:
            closed = None
        return Organization.objects.create(
            municipality=self.municipalities[number % 3], title=f"Организация {number}", kind=self.any(KINDS[:4] if number else KINDS[:1]),
            opened_on=opened, closed_on=closed,
        )  # fmt: skip

    def _person(self, number):
        born = self.any(
            [
                None,
                dt.date(1990, 11, 30),
                dt.date(1990, 12, 1),
                dt.date(1996, 2, 29),
                dt.date(1970, 5, 5),
                dt.date(1995, 7, 7),
            ]
        )
        since = self.any(
            [
                None,
                dt.date(2022, 11, 30),
                dt.date(2022, 12, 1),
                dt.date(2024, 9, 1),
                dt.date(2024, 9, 1),
                dt.date(2000, 9, 1),
            ]
        )
        return Person.objects.create(
            municipality=self.any(self.municipalities), last_name=f"Фамилия{number:03}", first_name="Анна", patronymic="Ивановна",
            born_on=born, teaching_since=since,
        )  # fmt: skip

    def _employments(self, person):
        """A main place, or none; sometimes a move on a boundary day; sometimes a second job; rarely two main places at once."""
        category = self.any(["teaching", "teaching", "teaching", "managing", "methodist", "other"])
        starts = dt.date(2015, 9, 1)
        if self.chance(0.25):
            moved = self.any([FIRST, LAST, LAST + DAY, dt.date(2025, 6, 1)])
            self._job(person, category, "main", starts, moved)
            starts = moved
        if self.chance(0.9):
            self._job(
                person,
                category,
                "main",
                starts,
                self.any([None, None, None, LAST, LAST + DAY, dt.date(2026, 6, 1)]),
            )
        if self.chance(0.3):
            self._job(
                person, self.any(["teaching", "managing"]), self.any(["internal", "external"]), starts, None
            )
        if self.chance(0.1):
            self._job(
                person, self.any(["teaching", "managing"]), "main", dt.date(2024, 1, 1), dt.date(2026, 1, 1)
            )

    def _job(self, person, category, basis, starts_on, ends_on):
        if ends_on and ends_on <= starts_on:
            ends_on = None
        if (
            basis == "main"
            and ends_on is None
            and person.employments.filter(basis="main", ends_on=None).exists()
        ):
            ends_on = dt.date(2027, 1, 1)
        Employment.objects.create(
            person=person, organization=self.any(self.organizations), category=category, basis=basis,
            position=f"{category} {self.random.random()}", starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip

    def _programmes(self):
        kinds = ["institute", "growth_centre", "federal_operator", "university", ""]
        providers = [
            Provider.objects.create(title=f"{kind}{self.random.random()}", kind=kind) for kind in kinds
        ]
        self.programmes = []
        for number in range(8):
            programme = Programme.objects.create(
                provider=self.any(providers), title=f"Программа {number}", hours=self.any([16, 36, 72]),
                in_federal_register=self.any([True, True, False, None]),
            )  # fmt: skip
            programme.topics.set(self.random.sample(self.topics, self.any([0, 1, 2])))
            self.programmes.append(programme)

    def _events(self):
        self.events = []
        for number in range(8):
            event = Event.objects.create(
                municipality=self.any(self.municipalities), title=f"Событие {number}", held_on=self.day(), level=self.any(LEVELS),
                within_system=self.chance(0.7), state="held" if self.chance(0.85) else "planned",
            )  # fmt: skip
            event.topics.set(self.random.sample(self.topics, self.any([0, 1, 2])))
            self.events.append(event)

    def _facts(self, person):
        some = self.any
        for programme in self.random.sample(self.programmes, some([0, 1, 1, 3])):
            Training.objects.create(person=person, programme=programme, finished_on=self.day())
        for event in self.random.sample(self.events, some([0, 1, 2])):
            Participation.objects.create(
                event=event, person=person, role="listener", was_present=self.chance(0.8)
            )
        if self.chance(0.3):
            Diagnostic.objects.create(
                person=person, measured_on=self.day(), procedure="вход", competency="методическая"
            )
        if self.chance(0.4):
            self._route(person)
        if self.chance(0.3):
            starts, ends = self.span()
            other = some([each for each in self.people if each != person])
            Mentorship.objects.create(mentor=other, mentee=person, model="long", format="equals", starts_on=starts, ends_on=ends,
                                      state=some(["active", "active", "proposed", "refused"]), act_number=some(["", "5"]))  # fmt: skip
        if self.chance(0.3):
            starts, ends = self.span()
            ExpertAppointment.objects.create(
                person=person, kind="jury", level=some(LEVELS), starts_on=starts, ends_on=ends
            )
        if self.chance(0.3):
            Entry.objects.create(
                contest=some(self.contests), person=person, held_on=self.day(), result="participant"
            )
        if self.chance(0.5):
            starts, ends = self.span()
            Attestation.objects.create(
                person=person, category=some(["first", "position_fit"]), starts_on=starts, ends_on=ends
            )

    def _route(self, person):
        state = self.any(["draft", "agreement", "approved", "active", "completed", "stopped"])
        approved = None if state in ("draft", "agreement") and self.chance() else self.day()
        starts, ends = self.any([(None, None), (None, self.day()), self.span()])
        Route.objects.create(person=person, basis=self.any(["diagnostics", "request"]), state=state, approved_on=approved,
                             starts_on=starts, ends_on=ends)  # fmt: skip

    def _organization_facts(self, organization):
        for kind in self.random.sample(
            ["risk_zone", "low_results", "regional_innovation_site", "growth_point"], 2
        ):
            starts, ends = self.span()
            OrganizationStatus.objects.create(
                organization=organization, kind=kind, starts_on=starts, ends_on=ends
            )
        for kind in ("mentoring_regulation", "mentoring_pairs"):
            if self.chance():
                Document.objects.create(municipality=organization.municipality, organization=organization, kind=kind,
                                        number=str(self.random.random()), dated_on=self.day())  # fmt: skip
        if self.chance():
            OrganizationFigure.objects.create(
                organization=organization, year=self.any([2024, 2025]), kind="pupils", value=100
            )
            PupilResult.objects.create(organization=organization, year=self.any([2024, 2025, 2026]), procedure="vpr",
                                       subject="математика", looks_biased=self.any([None, True, False]))  # fmt: skip

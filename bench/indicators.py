"""All catalogue indicators over a region, against the same indicators written as one hand-made SQL query each.

    python bench/indicators.py --people 25000 --facts 1000000 --database sqlite|postgresql [--rounds 5]

Fills a scratch database, compares the numbers, prints best times, their ratio and memory.
"""

import argparse
import datetime as dt
import gc
import os
import random
import resource
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 11, 30)
START = dt.date(2021, 1, 1)
SPAN = (dt.date(2025, 12, 31) - START).days
MUNICIPALITIES, ORGANIZATIONS_EACH = 30, 40


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with database(options.database), tempfile.TemporaryDirectory() as home:
        os.environ["MASTERSTVO_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        fill(options.people, options.facts)
        measure(options.rounds)


@contextmanager
def database(kind):
    if kind == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        with nullcontext():
            yield
        return
    from tests.postgres import cluster

    with cluster() as url:
        os.environ["DATABASE_URL"] = url
        yield


# --- A region ------------------------------------------------------------------------------------------------------------
def fill(n_people, n_facts):
    from django.core.management import call_command
    from django.db import connection, transaction

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        Region(n_people, n_facts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"filled {connection.vendor}: {n_people} people, {n_facts} facts in {time.perf_counter() - started:.0f} s",
        flush=True,
    )


class Region:
    def __init__(self, n_people, n_facts):
        self.random = random.Random(7)
        self.places()
        self.staff(n_people)
        self.catalogue_of_facts()
        shares = {
            "training": 0.45, "participations": 0.34, "diagnostics": 0.06, "entries": 0.06, "routes": 0.03, "mentorships": 0.03, "experts": 0.03,
        }  # fmt: skip
        for name, share in shares.items():
            getattr(self, name)(int(n_facts * share))

    def keep(self, model, rows):
        """Insert in portions, so that a million rows never stand in memory at once."""
        portion = []
        for row in rows:
            portion.append(row)
            if len(portion) == 5000:
                model.objects.bulk_create(portion, ignore_conflicts=True)
                portion = []
        model.objects.bulk_create(portion, ignore_conflicts=True)

    def day(self):
        return START + dt.timedelta(days=self.random.randrange(SPAN))

    def places(self):
        from masterstvo.documents.models import Document
        from masterstvo.organizations import models

        region = models.Region.objects.create(title="Область")
        self.municipalities = models.Municipality.objects.bulk_create(
            models.Municipality(region=region, code=f"m{number}", title=f"Район {number}")
            for number in range(MUNICIPALITIES)
        )
        kinds = ["school"] * 18 + ["kindergarten"] * 15 + ["extracurricular"] * 5 + ["methodical_service"] * 2
        self.organizations = models.Organization.objects.bulk_create(
            models.Organization(
                municipality=place, title=f"Организация {number}", kind=kinds[number % len(kinds)]
            )
            for place in self.municipalities
            for number in range(ORGANIZATIONS_EACH)
        )
        statuses = [
            "low_results",
            "risk_zone",
            "unfavourable",
            "regional_innovation_site",
            "thematic_complex_site",
        ]
        self.keep(
            models.OrganizationStatus,
            (
                models.OrganizationStatus(
                    organization=each,
                    kind=kind,
                    starts_on=self.day(),
                    ends_on=None if self.random.random() < 0.6 else dt.date(2026, 6, 1),
                )
                for each in self.organizations
                for kind in statuses
                if self.random.random() < 0.15
            ),
        )
        self.keep(
            Document,
            (
                Document(
                    municipality_id=each.municipality_id,
                    organization=each,
                    kind=kind,
                    number=str(number),
                    dated_on=self.day(),
                )
                for number, each in enumerate(self.organizations)
                for kind in ("mentoring_regulation", "mentoring_pairs")
                if self.random.random() < 0.7
            ),
        )

    def staff(self, n_people):
        from masterstvo.people.models import Attestation, Employment, Person

        self.people = []
        portion = [
            Person(
                municipality=self.municipalities[number % MUNICIPALITIES], last_name=f"Фамилия{number}", first_name="Анна", patronymic="Ивановна",
                born_on=dt.date(1955, 1, 1) + dt.timedelta(days=self.random.randrange(17_000)),
                teaching_since=dt.date(1985, 9, 1) + dt.timedelta(days=self.random.randrange(14_600)),
            )
            for number in range(n_people)
        ]  # fmt: skip
        for start in range(0, n_people, 5000):
            self.people += [person.pk for person in Person.objects.bulk_create(portion[start : start + 5000])]
        categories = ["teaching"] * 80 + ["managing"] * 13 + ["methodist"] * 2 + ["other"] * 5
        self.keep(
            Employment,
            (
                Employment(
                    person_id=person, organization=self.random.choice(self.organizations), category=self.random.choice(categories), basis=basis,
                    position=f"должность {basis}", starts_on=dt.date(2016, 9, 1) + dt.timedelta(days=self.random.randrange(3000)),
                    ends_on=None if self.random.random() < 0.95 else dt.date(2026, 1, 1),
                )
                for person in self.people
                for basis in (["main", "external"] if self.random.random() < 0.1 else ["main"])
            ),
        )  # fmt: skip
        self.keep(
            Attestation,
            (
                Attestation(person_id=person, category="first", starts_on=self.day())
                for person in self.people
                if self.random.random() < 0.6
            ),
        )

    def catalogue_of_facts(self):
        from masterstvo.contests.models import Contest
        from masterstvo.core.models import Term
        from masterstvo.events.models import Event
        from masterstvo.training.models import Programme, Provider

        kinds = ["institute", "growth_centre", "federal_operator", "university", "other"]
        providers = Provider.objects.bulk_create(
            Provider(title=f"Организатор {number}", kind=kinds[number % 5]) for number in range(40)
        )
        self.programmes = Programme.objects.bulk_create(
            Programme(
                provider=self.random.choice(providers), title=f"Программа {number}", hours=self.random.choice([16, 36, 72]),
                in_federal_register=self.random.random() < 0.5,
            )
            for number in range(3000)
        )  # fmt: skip
        topics = list(Term.objects.filter(vocabulary="topic").values_list("pk", flat=True))
        self.link(Programme.topics.through, "programme_id", self.programmes, topics)
        levels = ["organization", "municipal", "intermunicipal", "regional", "federal"]
        self.events = Event.objects.bulk_create(
            Event(
                municipality=self.random.choice(self.municipalities), title=f"Событие {number}", held_on=self.day(), level=self.random.choice(levels),
                within_system=self.random.random() < 0.6, state="held" if self.random.random() < 0.95 else "planned",
            )
            for number in range(12_000)
        )  # fmt: skip
        self.link(Event.topics.through, "event_id", self.events, topics)
        self.contests = Contest.objects.bulk_create(
            Contest(title=f"Конкурс {n}", level=levels[n % 5]) for n in range(300)
        )

    def link(self, through, column, owners, topics):
        self.keep(
            through,
            (
                through(**{column: owner.pk, "term_id": topic})
                for owner in owners
                for topic in self.random.sample(topics, self.random.choice([0, 1, 2]))
            ),
        )

    def training(self, number):
        from masterstvo.training.models import Training

        pick = self.random.choice
        self.keep(
            Training,
            (
                Training(person_id=pick(self.people), programme=pick(self.programmes), finished_on=self.day())
                for _ in range(number)
            ),
        )

    def participations(self, number):
        from masterstvo.events.models import Participation

        pick = self.random.choice
        self.keep(
            Participation,
            (
                Participation(
                    event=pick(self.events),
                    person_id=pick(self.people),
                    role="listener",
                    was_present=self.random.random() < 0.9,
                )
                for _ in range(number)
            ),
        )

    def diagnostics(self, number):
        from masterstvo.diagnostics.models import Diagnostic

        self.keep(
            Diagnostic,
            (
                Diagnostic(
                    person_id=self.random.choice(self.people),
                    measured_on=self.day(),
                    procedure="вход",
                    competency=f"к{n % 7}",
                )
                for n in range(number)
            ),
        )

    def routes(self, number):
        from masterstvo.routes.models import Route

        states = ["draft", "approved", "active", "completed", "stopped"]

        def route():
            day = self.day()
            return Route(person_id=self.random.choice(self.people), basis=self.random.choice(["diagnostics", "request"]), state=self.random.choice(states),
                         approved_on=day, ends_on=day + dt.timedelta(days=self.random.randrange(30, 400)))  # fmt: skip

        self.keep(Route, (route() for _ in range(number)))

    def mentorships(self, number):
        from masterstvo.mentoring.models import Mentorship

        def pair():
            day = self.day()
            mentor, mentee = self.random.sample(self.people, 2)
            return Mentorship(
                mentor_id=mentor,
                mentee_id=mentee,
                model="long",
                format="equals",
                starts_on=day,
                ends_on=day + dt.timedelta(days=300),
            )

        self.keep(Mentorship, (pair() for _ in range(number)))

    def experts(self, number):
        from masterstvo.experts.models import ExpertAppointment

        def appointment():
            day = self.day()
            level = self.random.choice(["municipal", "intermunicipal", "regional", "federal"])
            return ExpertAppointment(
                person_id=self.random.choice(self.people),
                kind="jury",
                level=level,
                starts_on=day,
                ends_on=day + dt.timedelta(days=90),
            )

        self.keep(ExpertAppointment, (appointment() for _ in range(number)))

    def entries(self, number):
        from masterstvo.contests.models import Entry

        pick = self.random.choice
        self.keep(
            Entry,
            (
                Entry(
                    contest=pick(self.contests),
                    person_id=pick(self.people),
                    held_on=self.day(),
                    result="participant",
                )
                for _ in range(number)
            ),
        )


# --- The same by hand ----------------------------------------------------------------------------------------------------
STAFF = """people_employment e WHERE e.basis = 'main' AND e.starts_on <= '{last}' AND (e.ends_on IS NULL OR e.ends_on > '{last}')"""
TRAINED = "SELECT t.person_id FROM training_training t JOIN training_programme p ON p.id = t.programme_id JOIN training_provider v ON v.id = p.provider_id WHERE t.finished_on BETWEEN '{first}' AND '{last}'"
TOPIC = " AND EXISTS (SELECT 1 FROM training_programme_topics x JOIN core_term k ON k.id = x.term_id WHERE x.programme_id = p.id AND k.key IN ({}))"
WAS_THERE = "SELECT a.person_id FROM events_participation a JOIN events_event h ON h.id = a.event_id WHERE a.was_present AND h.is_held AND h.held_on BETWEEN '{first}' AND '{last}'"
EVENT_TOPIC = " AND EXISTS (SELECT 1 FROM events_event_topics x JOIN core_term k ON k.id = x.term_id WHERE x.event_id = h.id AND k.key IN ({}))"
DURING = "{0}.starts_on <= '{{last}}' AND ({0}.ends_on IS NULL OR {0}.ends_on > '{{first}}')"
ROUTES = "SELECT r.person_id FROM routes_route r WHERE r.state IN ('approved','active','completed') AND COALESCE(r.starts_on, r.approved_on) <= '{last}' AND (r.ends_on IS NULL OR r.ends_on > '{first}')"
MENTEES = f"SELECT m.mentee_id FROM mentoring_mentorship m WHERE m.is_fact AND {DURING.format('m')}"
EXPERTS = f"SELECT x.person_id FROM experts_expertappointment x WHERE {DURING.format('x')}"
ENTRIES = "SELECT c.person_id FROM contests_entry c WHERE c.held_on BETWEEN '{first}' AND '{last}'"
MUNICIPAL = " AND h.level IN ('municipal','intermunicipal') AND h.within_system"
SUPPORT = f"{MENTEES} UNION {ROUTES} UNION {WAS_THERE} UNION {TRAINED}"
YOUNG = " AND EXISTS (SELECT 1 FROM people_person y WHERE y.id = e.person_id AND y.born_on > '1990-11-30' AND y.teaching_since > '2022-11-30')"
KIND = " AND EXISTS (SELECT 1 FROM organizations_organization o WHERE o.id = e.organization_id AND o.kind = '{}')"
T, TM, M, D = (
    "e.category = 'teaching'",
    "e.category IN ('teaching','managing')",
    "e.category = 'managing'",
    "e.category = 'methodist'",
)


def people(who, having):
    return f"SELECT COUNT(DISTINCT e.person_id), COUNT(DISTINCT CASE WHEN e.person_id IN ({having}) THEN e.person_id END) FROM {STAFF} AND {who}"


def places(kinds, having):
    among = ",".join(f"'{kind}'" for kind in kinds)
    return f"SELECT COUNT(*), SUM(CASE WHEN o.id IN ({having}) THEN 1 ELSE 0 END) FROM organizations_organization o WHERE o.kind IN ({among}) AND (o.opened_on IS NULL OR o.opened_on <= '{{last}}') AND (o.closed_on IS NULL OR o.closed_on > '{{last}}')"


def teams(topics):
    trained = f"{TRAINED}{TOPIC.format(topics)}"
    return f"SELECT COUNT(DISTINCT e.organization_id), COUNT(DISTINCT CASE WHEN e.person_id IN ({trained}) THEN e.organization_id END) FROM {STAFF} AND {M}"


def acts(kind):
    return f"SELECT d.organization_id FROM documents_document d WHERE d.kind = '{kind}' AND d.dated_on <= '{{last}}' AND d.organization_id IS NOT NULL"


def topic(who, *keys):
    return people(who, TRAINED + TOPIC.format(",".join(f"'{key}'" for key in keys)))


def event_topic(who, *keys):
    return people(who, WAS_THERE + EVENT_TOPIC.format(",".join(f"'{key}'" for key in keys)))


REGISTER = " AND p.in_federal_register"
RISKY = " AND e.organization_id IN (SELECT s.organization_id FROM organizations_organizationstatus s WHERE s.kind IN ('low_results','risk_zone','unfavourable') AND s.starts_on <= '{last}' AND (s.ends_on IS NULL OR s.ends_on > '{last}'))"
SITES = "SELECT s.organization_id FROM organizations_organizationstatus s WHERE s.kind IN ('regional_innovation_site','thematic_complex_site') AND s.starts_on <= '{last}' AND (s.ends_on IS NULL OR s.ends_on > '{last}')"
OBJECTIVE = f"SELECT e.organization_id FROM {STAFF} AND e.person_id IN ({WAS_THERE} AND h.level IN ('municipal','intermunicipal'){EVENT_TOPIC.format(chr(39) + 'objectivity' + chr(39))})"
THREE = ["school", "kindergarten", "extracurricular"]


def entered(kind):
    having = f"SELECT COUNT(DISTINCT e.person_id), COUNT(DISTINCT CASE WHEN e.person_id IN ({ENTRIES}) AND o.kind = '{kind}' THEN e.person_id END)"
    staff = STAFF.replace(
        "people_employment e",
        "people_employment e JOIN organizations_organization o ON o.id = e.organization_id",
    )
    return f"{having} FROM {staff} AND {TM}"


BY_HAND = {
    "A1": people(
        TM,
        "SELECT d.person_id FROM diagnostics_diagnostic d WHERE d.measured_on BETWEEN '{first}' AND '{last}'",
    ),
    "A2": people(T, f"{ROUTES} AND r.basis = 'diagnostics'"),
    "A3": people(T, TRAINED + REGISTER),
    "A3.1": people(T, TRAINED + REGISTER + " AND v.kind = 'federal_operator'"),
    "A3.2": people(T, TRAINED + REGISTER + " AND v.kind IN ('institute','growth_centre')"),
    "A3.3": people(T, TRAINED + REGISTER + " AND v.kind = 'growth_centre'"),
    "A4": teams("'quality_management'"),
    "A5": topic(T, "functional_literacy"),
    "A6": topic(T, "standards"),
    "A7": topic(T, "digital"),
    "A8": topic(T, "assessment"),
    "A9": people(T + RISKY, TRAINED),
    "A10": topic(T, "gifted"),
    "A11": topic(T, "career"),
    "A12": topic(TM, "upbringing", "prevention", "values"),
    "A13": people(D, TRAINED),
    "A13.1": people(D, TRAINED + " AND v.kind IN ('institute','growth_centre')"),
    "B1": people(T + YOUNG, SUPPORT),
    "B1.1": people(T + YOUNG, MENTEES),
    "B2": places(THREE, acts("mentoring_regulation")),
    "B2.1": places(THREE, acts("mentoring_pairs")),
    "B3": people(T, EXPERTS),
    "B3.1": people(T, EXPERTS + " AND x.level IN ('municipal','intermunicipal')"),
    "B3.2": people(T, EXPERTS + " AND x.level = 'regional'"),
    "B4": "SELECT NULL, COUNT(*) FROM events_event h WHERE h.is_held AND h.held_on BETWEEN '{first}' AND '{last}'"
    + MUNICIPAL,
    "B4.1": people(TM, WAS_THERE + MUNICIPAL),
    "B5": places(["school"], OBJECTIVE),
    "B6": places(THREE, SITES),
    "B7": event_topic(T, "upbringing", "prevention"),
    "B8": event_topic(TM, "psychology_classes"),
    "B9": people(T + KIND.format("kindergarten"), SUPPORT),
    "B10": people(T + KIND.format("extracurricular"), SUPPORT),
    "B11": people(TM, ENTRIES),
    "B11.1": entered("kindergarten"),
    "B11.2": entered("extracurricular"),
    "B11.3": entered("school"),
    "C1": people(TM, WAS_THERE + " AND h.level = 'regional' AND h.within_system"),
    "C2": teams("'management_teams','quality_management'"),
    "C3": people(T + YOUNG, SUPPORT),
    "C4": people(
        M,
        "SELECT a.person_id FROM people_attestation a WHERE a.starts_on <= '{last}' AND (a.ends_on IS NULL OR a.ends_on > '{last}')",
    ),
}


# --- Side by side --------------------------------------------------------------------------------------------------------
def measure(rounds):
    from django.db import connection, reset_queries

    from masterstvo.indicators.evaluation import Period, Scope, evaluate
    from masterstvo.indicators.queries import indicators_in_force
    from masterstvo.organizations.models import Municipality
    from masterstvo.organizations.models import Region as RegionRow

    region, municipality = RegionRow.objects.get().pk, Municipality.objects.first().pk

    def ours(scope):
        return evaluate(indicators_in_force(LAST), scope=scope, period=Period(FIRST, LAST))

    def by_hand():
        found = {}
        with connection.cursor() as cursor:
            for code, sql in BY_HAND.items():
                cursor.execute(sql.format(first=FIRST, last=LAST))
                found[code] = cursor.fetchone()
        return found

    def numbers(values):
        return {code: (value.denominator, value.numerator) for code, value in values.items()}

    theirs, region_values = by_hand(), ours(Scope(region_id=region))
    different = {
        code: (numbers(region_values)[code], theirs[code])
        for code in BY_HAND
        if numbers(region_values)[code] != theirs[code]
    }
    print(f"indicators: {len(region_values)}, by hand: {len(theirs)}, different: {different or 'none'}")
    before = memory()
    times = {"hand": [], "region": [], "municipality": []}
    for _ in range(rounds):
        for name, run in (
            ("hand", by_hand),
            ("region", lambda: ours(Scope(region_id=region))),
            ("municipality", lambda: ours(Scope(municipality_id=municipality))),
        ):
            gc.collect()
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    best = {name: min(found) for name, found in times.items()}
    connection.force_debug_cursor = True
    reset_queries()
    ours(Scope(region_id=region))
    slowest = sorted(
        ((float(query["time"]), query["sql"][:70]) for query in connection.queries), reverse=True
    )[:4]
    print(f"{connection.vendor}: by hand {best['hand']:.2f} s, ours {best['region']:.2f} s, ratio {best['region'] / best['hand']:.2f}; "
          f"one municipality {best['municipality'] * 1000:.0f} ms; {len(connection.queries)} queries; memory {before} -> {memory()} MB")  # fmt: skip
    for seconds, sql in slowest:
        print(f"  {seconds:.3f} s {sql}")


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()

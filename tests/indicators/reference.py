"""The same indicators told a second time, as naively as possible: every row loaded, loops, no query logic, no shared code.

Works on the raw JSON of a definition. Slow and plain on purpose.
"""

import datetime as dt
from functools import cache

from masterstvo.contests.models import Entry
from masterstvo.core.models import Term
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.documents.models import Document
from masterstvo.events.models import Event, Participation
from masterstvo.experts.models import ExpertAppointment
from masterstvo.mentoring.models import Mentorship
from masterstvo.organizations.models import Organization, OrganizationFigure, OrganizationStatus
from masterstvo.people.models import Attestation, Employment
from masterstvo.quality.models import PupilResult
from masterstvo.routes.models import Route
from masterstvo.training.models import Training

FOR_EVER = dt.date(9999, 1, 1)


def words(values, terms):
    """The topic keys that stand for Russian topic words, merged ones included."""
    found = set()
    for value in values:
        for term in terms:
            spellings = {term.key.lower(), term.title.lower(), *(each.lower() for each in term.synonyms)}
            if value.lower() in spellings:
                root = term.merged_into or term
                found |= {root.key, *(each.key for each in terms if each.merged_into == root)}
    return found


def years(since, day):
    whole = day.year - since.year
    return whole - 1 if (day.month, day.day) < (since.month, since.day) else whole


class Reference:
    def __init__(self, first, last, *, region=None, municipality=None, organization=None, at_fact=False):
        self.first, self.last, self.at_fact = first, last, at_fact
        self.scope = (region, municipality, organization)
        self.terms = list(Term.objects.filter(vocabulary="topic").select_related("merged_into"))
        self.statuses = list(OrganizationStatus.objects.all())
        self.attestations = list(Attestation.objects.all())
        self.loaded = cache(lambda name: list(self.facts(name)))
        self.jobs = [
            job
            for job in Employment.objects.select_related("person", "organization__municipality")
            if job.basis == "main"
        ]
        self.now = [job for job in self.jobs if self.holds(job) and self.here(job.organization)]

    def here(self, organization):
        region, municipality, one = self.scope
        return (
            (region is None or organization.municipality.region_id == region)
            and (municipality is None or organization.municipality_id == municipality)
            and (one is None or organization.pk == one)
        )

    def holds(self, row):
        return row.starts_on <= self.last < (row.ends_on or FOR_EVER)

    # --- Facts as (person, organization, first day, first day after, fields) ---
    def facts(self, name):
        if name == "training":
            for row in Training.objects.select_related("programme__provider").prefetch_related(
                "programme__topics"
            ):
                yield (
                    row.person_id,
                    None,
                    row.finished_on,
                    None,
                    {
                        "in_federal_register": row.programme.in_federal_register,
                        "provider_kind": row.programme.provider.kind,
                        "hours": row.programme.hours,
                        "topics": {topic.key for topic in row.programme.topics.all()},
                    },
                )
        elif name == "participations":
            for row in Participation.objects.select_related("event").prefetch_related("event__topics"):
                if row.was_present and row.event.is_held:
                    yield row.person_id, None, row.event.held_on, None, self.event(row.event)
        elif name == "diagnostics":
            for row in Diagnostic.objects.all():
                yield row.person_id, None, row.measured_on, None, {}
        elif name == "routes":
            for row in Route.objects.all():
                starts = row.starts_on or row.approved_on
                if starts:
                    yield (
                        row.person_id,
                        None,
                        starts,
                        row.ends_on or FOR_EVER,
                        {"basis": row.basis, "status": row.state},
                    )
        elif name == "mentorships":
            for row in Mentorship.objects.filter(state__in=["active", "closed"]):
                for role, person in (("mentor", row.mentor_id), ("mentee", row.mentee_id)):
                    yield (
                        person,
                        None,
                        row.starts_on,
                        row.ends_on or FOR_EVER,
                        {"role": role, "has_act": row.act_number != ""},
                    )
        elif name == "experts":
            for row in ExpertAppointment.objects.all():
                yield row.person_id, None, row.starts_on, row.ends_on or FOR_EVER, {"level": row.level}
        elif name == "contests":
            for row in Entry.objects.select_related("contest"):
                yield row.person_id, None, row.held_on, None, {"level": row.contest.level}
        elif name == "acts":
            for row in Document.objects.all():
                yield None, row.organization_id, row.dated_on, None, {"kind": row.kind}
        elif name == "statuses":
            for row in OrganizationStatus.objects.all():
                yield None, row.organization_id, row.starts_on, row.ends_on or FOR_EVER, {"kind": row.kind}
        elif name == "figures":
            for row in OrganizationFigure.objects.all():
                yield (
                    None,
                    row.organization_id,
                    dt.date(row.year, 1, 1),
                    dt.date(row.year + 1, 1, 1),
                    {"kind": row.kind, "value": row.value},
                )
        elif name == "pupil_results":
            for row in PupilResult.objects.all():
                yield (
                    None,
                    row.organization_id,
                    dt.date(row.year, 1, 1),
                    dt.date(row.year + 1, 1, 1),
                    {"looks_biased": row.looks_biased},
                )
        else:
            raise KeyError(name)

    @staticmethod
    def event(event):
        return {
            "level": event.level,
            "within_system": event.within_system,
            "held": event.is_held,
            "topics": {topic.key for topic in event.topics.all()},
        }

    def days(self, when):
        if isinstance(when, dict):
            n = when["last_years"]
            return dt.date(self.last.year - n, self.last.month, self.last.day) + dt.timedelta(
                days=1
            ), self.last
        return {
            "period": (self.first, self.last),
            "as_of": (self.last, self.last),
            "ever": (dt.date(1, 1, 1), self.last),
            "school_year": (dt.date(self.last.year - (self.last.month < 9), 9, 1), self.last),
        }[when]

    def inside(self, starts, ends, when):
        first, last = self.days(when)
        return first <= starts <= last if ends is None else starts <= last and ends > first

    def fits(self, value, asked):
        if isinstance(asked, bool):
            return value is asked
        if isinstance(value, set):
            return bool(value & words(asked, self.terms))
        if isinstance(asked, dict):
            return value is not None and all(
                {"lt": value < bound, "ge": value >= bound}[op] for op, bound in asked.items()
            )
        return value in asked

    # --- Members ---
    def statuses_of(self, organization):
        return {
            row.kind for row in self.statuses if row.organization_id == organization.pk and self.holds(row)
        }

    def job_value(self, job, name):
        if name == "category":
            return job.category
        if name == "organization_kind":
            return job.organization.kind
        if name == "age":
            return years(job.person.born_on, self.last) if job.person.born_on else None
        if name == "teaching_years":
            return years(job.person.teaching_since, self.last) if job.person.teaching_since else None
        if name == "has_attestation":
            return any(self.holds(row) for row in self.attestations if row.person_id == job.person_id)
        raise KeyError(name)

    def job_fits(self, job, name, asked):
        if name == "organization_status":
            return bool(self.statuses_of(job.organization) & set(asked))
        return self.fits(self.job_value(job, name), asked)

    def base(self, of):
        where = of.get("where", {})
        if of["population"] == "staff":
            return {
                job.person_id for job in self.now if all(self.job_fits(job, *pair) for pair in where.items())
            }
        found = {
            row.pk
            for row in Organization.objects.select_related("municipality")
            if self.here(row)
            and (row.opened_on is None or row.opened_on <= self.last)
            and (row.closed_on is None or self.last < row.closed_on)
            and all(getattr(row, name) in asked for name, asked in where.items())
        }
        if of["population"] == "teams":
            found = {
                pk
                for pk in found
                if any(job.organization_id == pk and job.category == "managing" for job in self.now)
            }
        return found

    def events(self, of):
        region, municipality, organization = self.scope
        if organization is not None:
            return set()
        return {
            row.pk
            for row in Event.objects.select_related("municipality")
            if (region is None or row.municipality.region_id == region)
            and (municipality is None or row.municipality_id == municipality)
            and self.inside(row.held_on, None, of.get("when", "period"))
            and all(self.fits(self.event(row)[name], asked) for name, asked in of.get("where", {}).items())
        }

    # --- Conditions ---
    def fulfils(self, member, condition, population):
        if "all" in condition:
            return all(self.fulfils(member, part, population) for part in condition["all"])
        if "any" in condition:
            return any(self.fulfils(member, part, population) for part in condition["any"])
        if "not" in condition:
            return not self.fulfils(member, condition["not"], population)
        if "attribute" in condition:
            asked = condition.get("in", condition.get("eq"))
            return any(
                job.person_id == member and self.job_fits(job, condition["attribute"], asked)
                for job in self.now
            )
        return self.proved(member, condition, population)

    def proved(self, member, condition, population):
        where = dict(condition.get("where", {}))
        category = where.pop("member_category", None)
        jobs = [
            job
            for job in self.now
            if (job.person_id if population == "staff" else job.organization_id) == member
        ]
        people = {job.person_id for job in jobs if category is None or job.category in category}
        organizations = {member} if population != "staff" else {job.organization_id for job in jobs}
        amount, n_records = 0, 0
        for person, organization, starts, ends, fields in self.loaded(condition["fact"]):
            mine = organization in organizations if person is None else person in people
            if not mine or not self.inside(starts, ends, condition.get("when", "period")):
                continue
            if not all(self.fits(fields[name], asked) for name, asked in where.items()):
                continue
            if (
                self.at_fact
                and person is not None
                and not self.was_here(person, member, starts, condition, population)
            ):
                continue
            n_records += 1
            amount += fields[condition["sum"]["field"]] if "sum" in condition else 1
        needed = condition["sum"]["at_least"] if "sum" in condition else condition.get("at_least", 1)
        return n_records > 0 and amount >= needed

    def was_here(self, person, member, starts, condition, population):
        on = max(starts, self.days(condition.get("when", "period"))[0])
        return any(
            job.person_id == person
            and job.starts_on <= on < (job.ends_on or FOR_EVER)
            and (job.organization_id == member if population != "staff" else self.here(job.organization))
            for job in self.jobs
        )

    def sets(self, formula):
        """Return (included, base)."""
        of = formula["of"]
        if of["population"] == "events":
            found = self.events(of)
            return found, found
        base = self.base(of)
        return {member for member in base if self.fulfils(member, formula["with"], of["population"])}, base

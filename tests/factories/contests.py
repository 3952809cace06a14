"""Contests, what is entered, and what comes of it."""

import datetime as dt

import factory

from masterstvo.contests.models import (
    Appeal,
    Assignment,
    Contest,
    Criteria,
    Diploma,
    Entry,
    EntryCopy,
    EntryFile,
    JuryMember,
    JuryRules,
    Letter,
    MarkSheet,
    Nomination,
    Phase,
    RecommendedContest,
)
from tests.factories.assessments import VersionFactory
from tests.factories.facts import ExpertAppointmentFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class ContestFactory(factory.django.DjangoModelFactory):
    """A contest that others hold; ``own``: held by an authority, under way."""

    class Meta:
        model = Contest

    class Params:
        own = factory.Trait(municipality=factory.SubFactory(MunicipalityFactory), year=2026, state="running")

    title = factory.Sequence("Учитель года {}".format)
    level = "municipal"


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    contest = factory.SubFactory(ContestFactory, own=True)
    kind = "applications"
    starts_on = dt.date(2020, 1, 1)
    ends_on = dt.date(2099, 1, 1)


class NominationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nomination

    contest = factory.SubFactory(ContestFactory, own=True)
    title = factory.Sequence("Номинация {}".format)


class CriteriaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criteria

    contest = factory.SubFactory(ContestFactory, own=True)
    version = factory.SubFactory(
        VersionFactory, published_on=dt.date(2025, 9, 1), instrument__subject="entry"
    )


class RecommendedContestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecommendedContest

    municipality = factory.SubFactory(MunicipalityFactory)
    contest = factory.SubFactory(ContestFactory)
    apply_by = dt.date(2099, 3, 1)


class EntryFactory(factory.django.DjangoModelFactory):
    """A fact: a part in an outside contest, with its result; ``sent``: waits to be checked in a contest of ours."""

    class Meta:
        model = Entry

    class Params:
        sent = factory.Trait(
            contest=factory.SubFactory(ContestFactory, own=True), state="sent", held_on=None, result=""
        )

    contest = factory.SubFactory(ContestFactory)
    person = factory.SubFactory(PersonFactory)
    held_on = dt.date(2025, 3, 1)
    result = "participant"


class EntryFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EntryFile

    entry = factory.SubFactory(EntryFactory, sent=True)
    title = factory.Sequence("Конспект {}".format)
    url = "https://example.org/video"


class EntryCopyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EntryCopy

    source = factory.SubFactory(EntryFileFactory)
    title = "Файл 1"
    url = "https://example.org/video"
    state = "doubtful"


class DiplomaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Diploma

    entry = factory.SubFactory(EntryFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2025
    ordinal = factory.Sequence(lambda number: number + 1)
    issued_on = dt.date(2025, 3, 1)
    code = factory.Sequence("diploma{}".format)
    issuer = "Управление образования"
    name = factory.LazyAttribute(lambda row: str(row.entry.person))
    achievement = "победитель"
    contest_title = factory.SelfAttribute("entry.contest.title")


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letter

    contest = factory.SubFactory(ContestFactory, own=True)
    person = factory.SubFactory(PersonFactory)
    municipality = factory.SelfAttribute("contest.municipality")
    year = 2025
    ordinal = factory.Sequence(lambda number: number + 1)
    issued_on = dt.date(2025, 3, 1)
    code = factory.Sequence("letter{}".format)
    issuer = "Управление образования"
    name = factory.LazyAttribute(lambda row: str(row.person))
    merit = "за работу в жюри"
    contest_title = factory.SelfAttribute("contest.title")


class JuryRulesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JuryRules

    contest = factory.SubFactory(ContestFactory, own=True)


class JuryMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JuryMember

    contest = factory.SubFactory(ContestFactory, own=True)
    appointment = factory.SubFactory(ExpertAppointmentFactory)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    member = factory.SubFactory(JuryMemberFactory)
    entry = factory.SubFactory(
        EntryFactory, sent=True, contest=factory.SelfAttribute("..member.contest"), state="admitted"
    )


class AppealFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appeal

    entry = factory.SubFactory(EntryFactory, sent=True, state="admitted")
    reason = "Не согласны с оценкой"


class MarkSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MarkSheet

    assignment = factory.SubFactory(AssignmentFactory)
    criteria = factory.SubFactory(
        CriteriaFactory, contest=factory.SelfAttribute("..assignment.entry.contest")
    )
    version = factory.SelfAttribute("criteria.version")

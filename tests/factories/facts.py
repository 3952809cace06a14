"""What people do: courses, events, pairs, contests, measurements, routes, appointments, results."""

import datetime as dt

import factory

from masterstvo.diagnostics.models import (
    Competence,
    CountingRule,
    Deficit,
    Diagnostic,
    Framework,
    Measure,
    Share,
    Target,
)
from masterstvo.events.models import (
    Certificate,
    Event,
    EventMaterial,
    EventPhoto,
    EventQuota,
    EventSession,
    EventSurvey,
    Participation,
    Registration,
)
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.mentoring.models import Mentorship
from masterstvo.quality.models import DismissedHint, PupilResult, SkillResult
from masterstvo.routes.models import (
    Gain,
    Offer,
    Route,
    RouteStep,
    RouteTemplate,
    Showing,
    TemplateStep,
    TemplateVersion,
)
from masterstvo.training.models import Programme, Provider, Session, Training, TrainingRequest
from tests.factories.accounts import UserFactory
from tests.factories.assessments import CampaignFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import PersonFactory
from tests.factories.practices import PracticeFactory


class ExpertAppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExpertAppointment

    person = factory.SubFactory(PersonFactory)
    kind = "jury"
    level = "municipal"
    starts_on = dt.date(2025, 3, 1)


class RecusalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recusal

    expert = factory.SubFactory(PersonFactory)
    person = factory.SubFactory(PersonFactory)
    ground = "interest"
    reason = "Вместе писали пособие"
    starts_on = dt.date(2025, 3, 1)


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    title = factory.Sequence("Институт {}".format)
    kind = "institute"


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    provider = factory.SubFactory(ProviderFactory)
    title = factory.Sequence("Программа {}".format)
    hours = 36
    in_federal_register = True


class TrainingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Training

    person = factory.SubFactory(PersonFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    finished_on = dt.date(2025, 3, 1)


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    municipality = factory.SubFactory(MunicipalityFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    starts_on = dt.date(2099, 3, 2)
    ends_on = dt.date(2099, 3, 30)
    seats = 10


class TrainingRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingRequest

    person = factory.SubFactory(PersonFactory)
    session = factory.SubFactory(SessionFactory)
    programme = factory.SelfAttribute("session.programme")


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Семинар {}".format)
    held_on = dt.date(2025, 3, 1)
    level = "municipal"


class EventSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventSession

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence("Доклад {}".format)
    starts_at = dt.datetime(2025, 3, 1, 10, tzinfo=dt.UTC)


class EventQuotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventQuota

    event = factory.SubFactory(EventFactory)
    organization = factory.SubFactory(OrganizationFactory)
    places = 5


class EventMaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventMaterial

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence("Презентация {}".format)
    url = "https://example.org/slides"


class EventPhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventPhoto

    event = factory.SubFactory(EventFactory)
    file = factory.django.FileField(filename="photo.jpg", data=b"\xff\xd8\xff")
    small = factory.django.FileField(filename="photo-small.jpg", data=b"\xff\xd8\xff")
    consent_note = "журнал в школе"


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory, state="open")
    person = factory.SubFactory(PersonFactory)
    role = "listener"
    state = "registered"
    queued_at = dt.datetime(2025, 2, 1, 10, tzinfo=dt.UTC)
    code = factory.Sequence("code{}".format)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    role = "listener"


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    participation = factory.SubFactory(ParticipationFactory)
    municipality = factory.SelfAttribute("participation.event.municipality")
    year = 2025
    ordinal = factory.Sequence(lambda number: number + 1)
    issued_on = dt.date(2025, 3, 1)
    code = factory.Sequence("paper{}".format)
    issuer = "Управление образования"
    name = factory.LazyAttribute(lambda row: str(row.participation.person))
    role = "слушатель"
    event_title = factory.SelfAttribute("participation.event.title")
    starts_on = last_day = dt.date(2025, 3, 1)


class EventSurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventSurvey

    event = factory.SubFactory(EventFactory)
    campaign = factory.SubFactory(
        CampaignFactory,
        assessor="anyone",
        link=factory.Sequence("survey{}".format),
        version__instrument__subject="anonymous",
    )


class MentorshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mentorship

    mentor = factory.SubFactory(PersonFactory)
    mentee = factory.SubFactory(PersonFactory)
    model = "long"
    format = "elder_younger"
    starts_on = dt.date(2025, 3, 1)


class DiagnosticFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Diagnostic

    person = factory.SubFactory(PersonFactory)
    measured_on = dt.date(2025, 3, 1)
    procedure = "Входная диагностика"
    competency = "методическая"


class RouteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Route

    person = factory.SubFactory(PersonFactory)
    basis = "diagnostics"
    state = "approved"
    approved_on = dt.date(2025, 3, 1)


class SkillResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SkillResult

    organization = factory.SubFactory(OrganizationFactory)
    year = 2025
    procedure = "vpr"
    subject = "математика"
    grade = "5"
    skill = "дроби"
    n_pupils = 48
    coped_share = 38


class DismissedHintFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DismissedHint

    organization = factory.SubFactory(OrganizationFactory)
    subject = "математика"
    skill = "дроби"
    year = 2025
    reason = "Класс писал без учителя"


class PupilResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PupilResult

    organization = factory.SubFactory(OrganizationFactory)
    year = 2025
    procedure = "vpr"
    subject = "математика"


class ShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Share

    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    starts_on = dt.date(2025, 3, 1)
    ends_on = dt.date(2125, 3, 1)


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework

    municipality = factory.SubFactory(MunicipalityFactory)
    key = factory.Sequence("framework-{}".format)
    title = "Рамка"
    starts_on = dt.date(2020, 1, 1)


class CompetenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competence

    framework = factory.SubFactory(FrameworkFactory)
    key = factory.Sequence("competence-{}".format)
    title = factory.Sequence("Компетенция {}".format)


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    competence = factory.SubFactory(CompetenceFactory)
    percent = 70
    starts_on = dt.date(2020, 1, 1)


class CountingRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountingRule

    kinds = ["test", "observation"]
    starts_on = dt.date(2020, 1, 1)


class DeficitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deficit

    person = factory.SubFactory(PersonFactory)
    competence = factory.SubFactory(CompetenceFactory)
    severity = "medium"
    opened_on = dt.date(2025, 3, 1)
    opened_by = factory.SubFactory(
        DiagnosticFactory,
        person=factory.SelfAttribute("..person"),
        competence=factory.SelfAttribute("..competence"),
        measured_on=factory.SelfAttribute("..opened_on"),
    )


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    competence = factory.SubFactory(CompetenceFactory)
    instrument = "exam"


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer
        skip_postgeneration_save = True

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "course"
    title = factory.Sequence("Курсы {}".format)
    hours = 16
    starts_on = dt.date(2025, 1, 1)
    ends_on = dt.date(2200, 1, 1)

    @factory.post_generation
    def competences(self, create, extracted, **_):
        if create and extracted:
            self.competences.set(extracted)


class GainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Gain

    municipality = factory.SubFactory(MunicipalityFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    competence = factory.SubFactory(CompetenceFactory)


class ShowingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Showing

    event = factory.SubFactory(EventFactory)
    practice = factory.SubFactory(PracticeFactory)


class RouteStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RouteStep

    route = factory.SubFactory(RouteFactory)
    kind = "course"
    title = factory.Sequence("Шаг {}".format)
    starts_on = dt.date(2025, 3, 1)
    ends_on = dt.date(2025, 4, 1)


class RouteTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RouteTemplate

    municipality = factory.SubFactory(MunicipalityFactory)
    key = factory.Sequence("template-{}".format)
    title = factory.Sequence("Шаблон {}".format)
    number = 1


class TemplateVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateVersion

    template = factory.SubFactory(RouteTemplateFactory)
    number = 1
    published_on = dt.date(2025, 9, 1)


class TemplateStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateStep

    version = factory.SubFactory(TemplateVersionFactory)
    key = factory.Sequence("step-{}".format)
    kind = "course"
    title = factory.Sequence("Шаг шаблона {}".format)

import factory

from masterstvo.plans.models import (
    Activity,
    ActivityEvidence,
    ActivityResponsible,
    Approval,
    Direction,
    Plan,
    PlanFile,
    Target,
    TargetSuggestion,
    TargetValue,
)
from tests.factories.organizations import MunicipalityFactory


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    municipality = factory.SubFactory(MunicipalityFactory)
    title = "План работы"
    year_from = 2025
    year_to = 2025


class PlanFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanFile

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    file = "plans/plan.docx"
    name = "plan.docx"
    sha256 = "0" * 64


class DirectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Direction

    plan = factory.SubFactory(PlanFactory)
    number = "1"
    title = "Координация"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    number = "1"
    title = "Доля педагогов, прошедших диагностику"
    target_text = "не менее 10 %"


class TargetValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetValue

    target = factory.SubFactory(TargetFactory)
    op = ">="
    value = 10


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence("1.{}".format)
    position = factory.Sequence(int)
    title = factory.Sequence("Семинар {}".format)


class ActivityResponsibleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityResponsible

    activity = factory.SubFactory(ActivityFactory)
    name = "Соколова И. В."


class ActivityEvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityEvidence

    activity = factory.SubFactory(ActivityFactory)
    url = "https://example.org/order.pdf"


class TargetSuggestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetSuggestion

    activity = factory.SubFactory(ActivityFactory)
    text = "не менее 90 % педагогов"
    op = ">="
    value = 90
    unit = "percent"


class ApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Approval

    plan = factory.SubFactory(PlanFactory)
    name = "Соколова И. В."

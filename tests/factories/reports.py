import datetime as dt

import factory

from masterstvo.reports.models import (
    CarriedConclusion,
    CheckNote,
    FrozenValue,
    Narrative,
    Report,
    ReportApproval,
    TargetReason,
)
from masterstvo.reports.queries import conclusion_key
from tests.factories.plans import ActivityFactory, DirectionFactory, PlanFactory, TargetFactory


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    plan = factory.SubFactory(PlanFactory)
    year = 2025
    as_of = dt.date(2025, 12, 31)


class NarrativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Narrative

    report = factory.SubFactory(ReportFactory)
    direction = factory.SubFactory(DirectionFactory, plan=factory.SelfAttribute("..report.plan"))


class TargetReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetReason

    report = factory.SubFactory(ReportFactory)
    target = factory.SubFactory(TargetFactory, plan=factory.SelfAttribute("..report.plan"))
    text = "Курсы перенесены на следующий год."


class CheckNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckNote

    report = factory.SubFactory(ReportFactory)
    finding = "empty_result:1"
    text = "Мероприятие пройдёт в декабре."


class FrozenValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrozenValue

    report = factory.SubFactory(ReportFactory)
    code = "A1"
    title = "прошли диагностику"


class ReportApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportApproval

    report = factory.SubFactory(ReportFactory)
    name = "Тюрина О. С."


class CarriedConclusionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CarriedConclusion

    direction = factory.SubFactory(DirectionFactory)
    year = 2025
    text = "Продолжить обучение."
    key = factory.LazyAttribute(lambda row: conclusion_key(row.text))
    activity = factory.SubFactory(
        ActivityFactory, plan=factory.SelfAttribute("..direction.plan"), title=factory.SelfAttribute("..text")
    )

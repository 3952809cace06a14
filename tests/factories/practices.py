"""Practices, their versions, authors, reviews and what readers add."""

import datetime as dt

import factory
from django.utils import timezone

from masterstvo.assessments.models import Version
from masterstvo.practices.models import (
    Authorship,
    Bank,
    FileCopy,
    Mark,
    Practice,
    PracticeFile,
    PracticeVersion,
    Repeat,
    Review,
)
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class BankFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bank

    municipality = factory.SubFactory(MunicipalityFactory)
    opened_on = dt.date(2026, 1, 1)


class PracticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Practice

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Практика {}".format)


class PracticeVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeVersion

    class Params:
        sent = factory.Trait(state="sent", sent_on=dt.date(2026, 1, 10))

    practice = factory.SubFactory(PracticeFactory)
    title = factory.SelfAttribute("practice.title")
    problem = "Ученики боятся ошибиться"
    steps = "Показать разбор\nПопробовать в парах"
    effect = "Отвечают все"
    evidence = "Работы класса"


class PracticeFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeFile

    version = factory.SubFactory(PracticeVersionFactory)
    title = "Карточки"
    file = factory.django.FileField(filename="cards.pdf", data=b"%PDF-1.4")


class FileCopyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FileCopy

    source = factory.SubFactory(PracticeFileFactory)
    title = "Карточки"
    name = "1.pdf"
    state = "clean"
    file = factory.django.FileField(filename="1.pdf", data=b"%PDF-1.4")


class AuthorshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Authorship

    practice = factory.SubFactory(PracticeFactory)
    person = factory.SubFactory(PersonFactory)
    consented_on = dt.date(2026, 1, 10)


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Review

    version = factory.SubFactory(PracticeVersionFactory, sent=True)
    person = factory.SubFactory(PersonFactory)
    instrument = factory.LazyFunction(lambda: Version.objects.get(instrument__key="practice-review"))
    due_on = dt.date(2030, 1, 1)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    practice = factory.SubFactory(PracticeFactory)
    person = factory.SubFactory(PersonFactory)


class RepeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Repeat

    practice = factory.SubFactory(PracticeFactory)
    person = factory.SubFactory(PersonFactory)
    repeated_on = dt.date(2026, 2, 10)
    effect = "helped"
    result = "Получилось с третьего раза"


def banked(**values):
    """Return a practice in the bank with one consenting author. ``values``: of the practice, ``author`` and ``words`` of its version."""
    author, words = values.pop("author", None), values.pop("words", {})
    practice = PracticeFactory(**values)
    version = PracticeVersionFactory(
        practice=practice, state="accepted", sent_on=dt.date(2026, 1, 10), **words
    )
    today = timezone.localdate()
    practice.shown, practice.banked_on = version, dt.date(2026, 1, 20)
    practice.ends_on = today + dt.timedelta(days=300)
    practice.save()
    AuthorshipFactory(practice=practice, person=author or PersonFactory(municipality=practice.municipality))
    return practice

"""Constants of the program; words of the field are terms."""

from django.db import models


class Subject(models.TextChoices):
    """What is assessed. Anonymous sheets are about nobody."""

    PERSON = "person", "человек"
    LESSON = "lesson", "урок"
    ORGANIZATION = "organization", "организация"
    ENTRY = "entry", "конкурсная работа"
    EVENT = "event", "событие"
    PAIR = "pair", "наставническая пара"
    ANONYMOUS = "anonymous", "анонимный опрос"


class Assessor(models.TextChoices):
    """Who fills in the sheets of a campaign."""

    SELF = "self", "каждый о себе"
    OTHER = "other", "методист или наставник"
    ANYONE = "anyone", "кто угодно по ссылке, без имени"

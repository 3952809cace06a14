"""Completed courses."""

import datetime as dt
from typing import Any

from django.db import transaction

from masterstvo.core.actions import add, change, remove
from masterstvo.people.models import Person
from masterstvo.training.models import Programme, Training
from masterstvo.training.panels import followers


@transaction.atomic
def add_training(
    *,
    person: Person,
    programme: Programme,
    finished_on: dt.date,
    by: Any,
    starts_on: dt.date | None = None,
    document: str = "",
) -> Training:
    training = Training(
        person=person, programme=programme, starts_on=starts_on, finished_on=finished_on, document=document
    )
    add(training, by=by, action="training.add_training")
    for each in followers():
        each.completed(training, by)
    return training


def edit_training(training: Training, *, by: Any, reason: str = "", **values: Any) -> Training:
    return change(training, values, by=by, action="training.edit_training", reason=reason)


@transaction.atomic
def remove_training(training: Training, *, by: Any, reason: str) -> None:
    for each in followers():
        each.removed(training, by)
    remove(training, by=by, action="training.remove_training", reason=reason)

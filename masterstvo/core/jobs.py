"""Background work asked for by name: actions need not import tasks, and a job starts only after the commit."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

_jobs: dict[str, Any] = {}


def job(function):
    """Register a task under "<app>.<function>". Its arguments are ids and plain values only; it may run twice."""
    made = _jobs[f"{function.__module__.split('.')[1]}.{function.__name__}"] = task()(function)
    return made  # the queue in the database finds a job by the name of its module, so a task must stand there


def enqueue(name, **ids):
    """Run job ``name`` once the current transaction commits. Raises: KeyError for an unknown job."""
    transaction.on_commit(partial(_jobs[name].enqueue, **ids))

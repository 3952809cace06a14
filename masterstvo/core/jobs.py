"""Background work asked for by name: actions need not import tasks, and a job starts only after the commit."""

import datetime as dt
from functools import partial, wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task

A_DAY = dt.timedelta(days=1)
_jobs: dict[str, Any] = {}
_repeated: list[str] = []


def _name_of(function):
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def job(function):
    """Register a task under "<app>.<function>". Its arguments are ids and plain values only; it may run twice."""
    made = _jobs[_name_of(function)] = task()(function)
    return made  # the queue in the database finds a job by the name of its module, so a task must stand there


def every(period):
    """Register a job that the worker does once in ``period``, and at the start of the program: what was missed is made up for once.

    It does nothing a second time by itself: whatever it did must tell it so.
    """

    def registered(function):
        @wraps(function)
        def again_and_again():
            try:
                function()
            finally:
                made = _jobs[_name_of(function)]
                if made.get_backend().supports_defer:
                    made.using(run_after=timezone.now() + period).enqueue()

        _repeated.append(_name_of(function))
        return job(again_and_again)

    return registered


daily = every(A_DAY)


def start_repeated():
    """Put the repeated jobs into the queue, those that wait there already once and not twice. Queries: one a job."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- a table, when apps are ready

    for name in _repeated:
        waiting = DBTaskResult.objects.filter(
            task_path=_jobs[name].module_path, status=TaskResultStatus.READY
        )
        waiting.update(run_after=timezone.now())  # what was missed is made up for at once
        if not waiting.exists():
            _jobs[name].enqueue()


def enqueue(name, **ids):
    """Run job ``name`` once the current transaction commits. Raises: KeyError for an unknown job."""
    transaction.on_commit(partial(_jobs[name].enqueue, **ids))

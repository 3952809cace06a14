import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from masterstvo.core import jobs
from tests.factories.accounts import UserFactory


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_in_the_database_and_is_found_there(settings):
    """The other tests run jobs at once, where a name that leads nowhere does no harm."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    jobs.enqueue("accounts.send_letter", user_id=UserFactory().pk, letter="password_changed")
    waiting = DBTaskResult.objects.get()
    call_command("db_worker", batch=True, verbosity=0)

    assert waiting.task.func.__name__ == "send_letter"
    assert [letter.subject for letter in mail.outbox] == ["Мастерство: пароль изменён"]


def test_every_job_stands_in_its_module_as_a_task():
    from django.utils.module_loading import import_string

    assert {name for name, task in jobs._jobs.items() if import_string(task.module_path) is not task} == set()


@pytest.mark.django_db(transaction=True)
def test_a_daily_job_waits_once_runs_at_the_start_and_comes_again_tomorrow(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    for _ in range(2):
        jobs.start_repeated()
    assert DBTaskResult.objects.count() == len(jobs._repeated) > 0

    call_command("db_worker", batch=True, verbosity=0)

    done, again = DBTaskResult.objects.filter(task_path__endswith="propose_retention").order_by("enqueued_at")
    assert (done.status, again.status) == ("SUCCESSFUL", "READY")
    assert again.run_after > timezone.now() + dt.timedelta(hours=23)

    jobs.start_repeated()  # the program starts anew: what was missed meanwhile is made up for
    again.refresh_from_db()
    assert again.run_after <= timezone.now()

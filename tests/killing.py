"""Kill writers in the middle and let many write at once, in a database of their own. Prints what came of it as JSON.

Run by tests/test_nothing_half_written.py as a process: a fork of pytest would carry its connections along.
"""

import datetime as dt
import json
import os
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must be set up first
from django.core.files.storage import default_storage  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import close_old_connections, connection, connections  # noqa: E402

from masterstvo.accounts.models import User  # noqa: E402
from masterstvo.assessments.actions.sheet import answer_question, finish_sheet  # noqa: E402
from masterstvo.assessments.models import Sheet  # noqa: E402
from masterstvo.core.backup import restore_backup, write_backup  # noqa: E402
from masterstvo.core.backup.archive import stored_fields, stored_models  # noqa: E402
from masterstvo.core.errors import DomainError, Stale  # noqa: E402
from masterstvo.core.integrity import find_faults  # noqa: E402
from masterstvo.core.models import AuditRecord  # noqa: E402
from masterstvo.core.removal import remove_leaving_files  # noqa: E402
from masterstvo.diagnostics.models import Competence, Deficit, Diagnostic, Measure  # noqa: E402
from masterstvo.documents.actions import attach_document, create_document  # noqa: E402
from masterstvo.documents.models import DocumentFile  # noqa: E402
from masterstvo.organizations.models import Municipality, Organization, Region  # noqa: E402
from masterstvo.people.actions import create_person  # noqa: E402
from masterstvo.people.models import Person  # noqa: E402
from masterstvo.plans.actions.activity import enter_result, token_of  # noqa: E402
from masterstvo.plans.models import Activity, Plan  # noqa: E402
from masterstvo.privacy.actions import erase_person  # noqa: E402
from masterstvo.privacy.models import Erasure  # noqa: E402
from masterstvo.reports.actions import report as reports  # noqa: E402
from masterstvo.reports.models import Report  # noqa: E402
from masterstvo.routes.actions.agreement import approve_route  # noqa: E402
from masterstvo.routes.actions.step import finish_step  # noqa: E402
from masterstvo.routes.models import Route, RouteStep  # noqa: E402
from masterstvo.training.actions import ask_for_seats  # noqa: E402
from masterstvo.training.models import Session  # noqa: E402
from tests.factories.accounts import UserFactory  # noqa: E402
from tests.factories.assessments import CampaignFactory, SheetFactory, VersionFactory  # noqa: E402
from tests.factories.facts import RouteFactory, RouteStepFactory, SessionFactory  # noqa: E402
from tests.factories.people import EmploymentFactory, PersonFactory  # noqa: E402
from tests.plans.documents import HEADER, TITLE, Table, word  # noqa: E402

HOME = Path(os.environ["MASTERSTVO_HOME"])
N_ACTIVITIES = 60


def everything():
    found = {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(*(f.attname for f in stored_fields(model)))
        )
        for model in stored_models()
    }
    connections.close_all()  # a fork must not share a connection
    return found


def files():
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def run(work, *, kill_at=None, kill_before_commit=False):
    """Do ``work`` in a fork that dies by SIGKILL at one statement or commit. Returns whether it was killed."""
    pid = os.fork()
    if pid == 0:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 -- until the process ends
        try:
            _die_at(kill_at, kill_before_commit)
            work()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the work itself has failed")
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _die_at(kill_at, kill_before_commit):
    left = [kill_at]

    def count(execute, sql, params, many, context):
        if left[0] is not None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    commit = connection._commit

    def finish():
        if kill_before_commit:
            os.kill(os.getpid(), signal.SIGKILL)
        commit()
        left[0] = None  # what is left to do after the commit is tried apart

    connection.execute_wrappers.append(count)
    connection._commit = finish


def kill_until_done(work):
    """Kill ``work`` before its commit and at statement 1, 2, 4, 8 … until it ends. Tell what was found after each."""
    before, told = (everything(), files()), {"kills": 0, "half_written": [], "faults": []}
    for moment in [{"kill_before_commit": True}, *({"kill_at": 2**power} for power in range(20))]:
        if not run(work, **moment):
            break
        told["kills"] += 1
        if everything() != before[0] or not set(before[1]) <= set(files()):  # what it had saved may be left
            told["half_written"].append(str(moment))
        told["faults"] += [fault.what for fault in find_faults() if not fault.is_remark]
        connections.close_all()
    told["written"] = everything() != before[0]
    return told


def at_once(tasks):
    """Do all ``tasks`` in threads of their own. Returns how each ended: "done", the kind of refusal, or what broke."""

    def one(task):
        try:
            task()
            return "done"
        except Stale:
            return "stale"
        except (CommandError, DomainError) as refusal:
            return str(refusal)
        except Exception as error:
            return f"BROKEN {type(error).__name__}: {error}"
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(one, tasks))


# --- What is killed -------------------------------------------------------------------------------------------------
def table(name, first, last):
    path = HOME / name
    rows = [f"Школа {number};школа" for number in range(first, last)]
    path.write_text("\n".join(["Название;Вид", *rows]), encoding="utf-8")
    return path


def import_organizations(path):
    call_command("import_file", "organizations", str(path), skip_checks=True, verbosity=0)


def import_plan():
    path = HOME / "plan.docx"
    if not path.exists():
        rows = [
            [f"1.{n}", f"Семинар {n}", "март 2026 г.", "методист", "проведён"]
            for n in range(1, N_ACTIVITIES + 1)
        ]
        path.write_bytes(word(TITLE, Table([HEADER, *rows])))
    call_command("plan_import", str(path), year=2026, skip_checks=True, verbosity=0)


def approve():
    reports.run_checks = lambda facts: []  # what stands against a report is tested elsewhere
    reports.approve_report(Report.objects.get(), by=User.objects.get())


def back_up():
    write_backup(HOME / "copy.zip")


def kill_backup():
    """A backup writes no rows: what must never be seen is a file of that name that is not whole."""
    target, told = HOME / "copy.zip", {"kills": 0, "half_written": []}
    for power in range(20):
        if not run(back_up, kill_at=2**power):
            break
        told["kills"] += 1
        if target.exists():
            told["half_written"].append(str(power))
    before = everything()
    restore_backup(target, replace=True)
    return told | {"same": everything() == before, "left": [path.name for path in HOME.glob("*.part")]}


def erase():
    default_storage.delete = lambda name: os._exit(0)  # as sudden as a kill, and told apart from one
    erase_person(
        Person.objects.get(),
        basis="заявление",
        basis_number="5",
        basis_on=dt.date(2026, 11, 20),
        by=User.objects.get(),
        today=dt.date(2026, 11, 26),
    )


def kill_erasure():
    """Kill before the commit: all is there. Kill between the commit and the removal of files: the next start removes them."""
    where = Municipality.objects.get()
    person = create_person(municipality=where, last_name="Своеобразова", first_name="Инна", by=None)
    for number in range(2):
        paper = SimpleUploadedFile(f"Своеобразова-{number}.pdf", b"%PDF")
        document = create_document(
            municipality=where,
            kind="order",
            number=str(number),
            dated_on=dt.date(2026, 1, 1),
            file=paper,
            by=None,
        )
        attach_document(document, target=person, by=None)
    papers = list(DocumentFile.objects.order_by("pk").values_list("file", flat=True)[:2])
    told = kill_until_done(erase)
    told["left"] = len(set(papers) & set(files()))
    told["named"] = [fault.what for fault in find_faults() if "удалён из данных" in fault.what]
    told["erased"] = Erasure.objects.count()
    remove_leaving_files()
    told["left_after_a_start"] = len(set(papers) & set(files()))
    connections.close_all()
    return told


# --- What happens at once -------------------------------------------------------------------------------------------
def enter(activity, token, words):
    return lambda: enter_result(
        activity=activity, token=token, state="done", actual_result=words, reason="протокол", by=None
    )


def results_at_once(n_different, n_same):
    activities = list(Activity.objects.order_by("pk")[: n_different + 1])
    contested = activities.pop()
    tasks = [enter(activity, token_of(activity), f"итог {activity.pk}") for activity in activities]
    tasks += [enter(contested, token_of(contested), f"мой итог {number}") for number in range(n_same)]
    ends = at_once(tasks)
    kept = Activity.objects.filter(pk__in=[activity.pk for activity in activities])
    return {
        "different": sorted(set(ends[:n_different])),
        "same": sorted(ends[n_different:]),
        "lost": [row.pk for row in kept if row.actual_result != f"итог {row.pk}"],
        "records": AuditRecord.objects.filter(action="plans.enter_result").count(),
    }


def imports_at_once(n_different, n_same):
    before = Organization.objects.count()
    files = [
        table(f"other-{number}.csv", 1000 + number * 20, 1020 + number * 20) for number in range(n_different)
    ]
    files += [table("same.csv", 100, 120)] * n_same
    ends = at_once([lambda path=path: import_organizations(path) for path in files])
    titles = list(Organization.objects.values_list("title", flat=True))
    return {
        "different": sorted(set(ends[:n_different])),
        "same": sorted(ends[n_different:]),
        "added": Organization.objects.count() - before,
        "twice": len(titles) - len(set(titles)),
    }


def answers_at_once(n_teachers):
    """All teachers finish the tests of two campaigns in the same moment, the last one from two windows."""
    where = Municipality.objects.get()
    version = VersionFactory(instrument__kind="test", instrument__key="exam", instrument__municipality=where)
    Measure.objects.create(competence=Competence.objects.exclude(block=None).first(), instrument="exam")
    teachers = EmploymentFactory.create_batch(n_teachers, organization=Organization.objects.first())
    campaigns = CampaignFactory.create_batch(2, municipality=where, version=version)
    sheets = [SheetFactory(campaign=each, person=job.person) for job in teachers for each in campaigns]
    windows = [*sheets, sheets[-1]]
    all_are_here = Barrier(len(windows), timeout=60)

    def answer(pk):
        sheet = Sheet.objects.get(pk=pk)
        for key in ("q1", "q2", "q3"):
            answer_question(sheet, key=key, sent=["0"], by=None)
        all_are_here.wait()
        finish_sheet(sheet, by=None)

    ends = at_once([lambda pk=sheet.pk: answer(pk) for sheet in windows])
    kept = Sheet.objects.filter(campaign__in=campaigns)
    return {
        "ends": sorted(ends[:-2]),
        "two_windows": sorted(ends[-2:]),
        "lost": [row.pk for row in kept if len(row.answers) != 3 or not row.finished_at],
        "measured": Diagnostic.objects.count(),
        "opened": sorted(Counter(Deficit.objects.values_list("person", flat=True)).values()),
        "records": AuditRecord.objects.filter(action="diagnostics.open_deficit").count(),
    }


def steps_at_once(n_routes):
    """Two methodists approve each route in the same moment, then finish different steps of it, then the same step."""
    methodists = UserFactory.create_batch(2)
    for deficit in Deficit.objects.select_related("person")[:n_routes]:
        route = RouteFactory(
            person=deficit.person,
            state="agreement",
            approved_on=None,
            agreed_by_person_on=dt.date(2026, 1, 1),
        )
        route.deficits.add(deficit)
        for kind in ("course", "event", "check"):
            RouteStepFactory(route=route, kind=kind).competences.add(deficit.competence)

    def both(do):
        return sorted(
            at_once([lambda r=r, n=n: do(r, n) for r in Route.objects.order_by("pk") for n in range(2)])
        )

    def approve_it(route, n):
        approve_route(route, act="приказ", approved_on=dt.date(2026, 1, 15), by=methodists[n])

    def finish(route, position, n):
        step = RouteStep.objects.filter(route=route).order_by("pk")[position]
        finish_step(step, done_on=dt.date(2026, 2, 1), note=f"отметил {n}", by=methodists[n])

    return {
        "approved": both(approve_it),
        "different": both(lambda route, n: finish(route, n, n)),
        "ready": AuditRecord.objects.filter(action="diagnostics.mark_ready").count(),
        "same": both(lambda route, n: finish(route, 2, n)),
        "records": AuditRecord.objects.filter(action="routes.finish_step").count(),
    }


def seats_at_once(n_askers, n_seats):
    """More teachers than seats ask for one course in the same moment, each twice."""
    session = SessionFactory(seats=n_seats, ends_on=dt.date(2099, 6, 1))
    people = PersonFactory.create_batch(n_askers, municipality=session.municipality)

    def ask(person):
        ask_for_seats(Session.objects.get(pk=session.pk), people=[person], state="asked", by=None)

    ends = at_once([lambda p=person: ask(p) for person in people for _ in range(2)])
    taken = list(session.requests.values_list("person", flat=True))
    return {
        "ends": dict(Counter(end[:16] for end in ends)),
        "taken": len(taken),
        "people": len(set(taken)),
        "records": AuditRecord.objects.filter(action="training.ask_for_course").count(),
    }


def main():
    call_command("migrate", verbosity=0)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    region = Region.objects.create(title="Заречная область")
    Municipality.objects.create(region=region, code="lesnoy", title="Лесной район")
    User.objects.create_user(email="a@example.org", password=None)
    few = connection.vendor == "sqlite"
    schools = table("schools.csv", 0, 40)
    told = {"import": kill_until_done(lambda: import_organizations(schools))}
    told["plan"] = kill_until_done(import_plan)
    reports.create_report(plan=Plan.objects.latest("year_from"), as_of=dt.date(2026, 11, 20), by=None)
    told["approval"] = kill_until_done(approve)
    told["backup"] = kill_backup()
    told["erasure"] = kill_erasure()
    told["results_at_once"] = results_at_once(*(8, 4) if few else (50, 10))
    told["imports_at_once"] = imports_at_once(*(4, 2) if few else (16, 4))
    told["answers_at_once"] = answers_at_once(4 if few else 20)
    told["steps_at_once"] = steps_at_once(2 if few else 8)
    told["seats_at_once"] = seats_at_once(*(4, 2) if few else (20, 7))
    told["faults"] = [fault.what for fault in find_faults() if not fault.is_remark]
    print()
    json.dump(told, sys.stdout, ensure_ascii=False, default=str)


if __name__ == "__main__":
    main()

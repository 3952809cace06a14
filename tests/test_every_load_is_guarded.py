"""Whatever writes a table from which the ledger of hours is read goes through the guard of overload, or says here why it need not."""

import re

import pytest
from django.apps import apps
from django.db import connection

from masterstvo.people import load
from tests.test_every_action_is_recorded import Function, functions, imported, modules

pytestmark = pytest.mark.once
GUARD = ("masterstvo.people.load", "check_load")
WRITERS = {("masterstvo.core.actions", "add"), ("masterstvo.core.actions", "change")}
BULK = {"save", "create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create"}

# Public actions that name a table of the ledger, write something, and need no guard: why no week gets fuller.
NEW = "nobody takes part yet"
LESS = "takes hours away, or ends them"
BESIDE = "writes what stands beside: papers, materials, tasks"
FACT = "says what was: an hour that has passed is counted and never refused"
MOVES = "says of hours that were planned before who agreed to them, or where they stand"
NOT_MORE = {
    **dict.fromkeys(
        (
            "communities.actions.community.create_community",
            "events.actions.event.add_event",
            "routes.actions.route.add_route",
            "routes.actions.route.take_on",
            "routes.actions.route.empty_draft",
            "training.actions.programme.add_programme",
            "training.actions.session.add_session",
        ),
        NEW,
    ),
    **dict.fromkeys(
        (
            "communities.actions.community.edit_community",
            "communities.actions.meeting.cancel_meeting",
            "communities.actions.meeting.hold_meeting",
            "events.actions.event.cancel_event",
            "events.actions.event.hold_event",
            "mentoring.actions.ending.end_mentorship",
            "mentoring.actions.erase.erase_pairs",
            "mentoring.actions.order.take_off_order",
            "mentoring.actions.pair.refuse_mentorship",
            "routes.actions.route.complete_route",
            "routes.actions.route.stop_route",
            "routes.actions.seat.follow_pair",
            "routes.actions.step.finish_step",
            "routes.actions.step.skip_step",
            "training.actions.request.complete_requests",
            "training.actions.request.decline_requests",
            "training.actions.request.withdraw_request",
        ),
        LESS,
    ),
    **dict.fromkeys(
        (
            "communities.actions.decision.add_decision",
            "communities.actions.meeting.add_material",
            "communities.actions.protocol.draft_protocol",
            "events.actions.certificate.issue_certificates",
            "events.actions.certificate.reissue_certificate",
            "events.actions.event.add_material",
            "events.actions.photo.add_photos",
            "events.actions.survey.open_survey",
            "mentoring.actions.asking.ask_at_the_end",
            "mentoring.actions.asking.ask_pairs",
            "mentoring.actions.asking.ask_sides",
            "mentoring.actions.order.draft_order",
            "mentoring.actions.work.add_task",
            "mentoring.actions.work.apply_template",
            "routes.actions.gain.set_event_gains",
            "routes.actions.gain.set_programme_gains",
            "routes.actions.offer.follow_competences",
            "routes.actions.showing.describe_event",
            "routes.actions.showing.set_showings",
            "training.actions.order.draft_order",
            "training.actions.training.add_training",
        ),
        BESIDE,
    ),
    **dict.fromkeys(
        (
            "events.actions.attendance.mark_presence",
            "events.actions.participation.add_participation",
            "events.actions.participation.edit_participation",
            "mentoring.actions.work.note_conversation",
            "mentoring.actions.work.note_group_conversation",
        ),
        FACT,
    ),
    **dict.fromkeys(
        (
            "mentoring.actions.order.follow_document",
            "mentoring.actions.pair.agree",
            "mentoring.actions.pair.begin_mentorship",
            "routes.actions.agreement.agree_route",
            "routes.actions.agreement.return_route",
            "routes.actions.agreement.send_route",
            "training.actions.order.follow_document",
            "training.actions.request.agree_requests",
            "training.actions.request.approve_requests",
            "training.actions.request.send_requests",
        ),
        MOVES,
    ),
    "events.actions.registration.put_down": "a piece of register_people and seat_speakers, which ask",
    "mentoring.actions.pair.propose_mentorship": "hours begin with the approval, which asks",
    "routes.actions.route.keep_steps": "a piece of draft_route, which asks for all of them",
    "routes.actions.route.prolong_route": "steps keep their days",
    "training.actions.request.wish_for": "a wish without days takes no hours",
}


class Asked(Exception):
    """A source has said what it reads; no answer is needed."""


def tables_of_the_ledger():
    """Return the models that the sources read, found by what they ask the database."""
    told = []

    def listen(execute, sql, params, many, context):
        told.append(sql)
        raise Asked

    with connection.execute_wrapper(listen):
        for source in load.sources().values():
            with pytest.raises(Asked):
                list(source.rows([0]))
    tables = {table for sql in told for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}
    return {
        (f"{model._meta.app_config.name}.models", model.__name__)
        for model in apps.get_models()
        if model._meta.db_table in tables and model._meta.app_label != "people"
    }


def own_reach(key, known):
    """Return what an action calls and names, through the functions of its own module."""
    found, waiting = set(), [key]
    while waiting:
        for called in known[waiting.pop()].calls - found:
            found.add(called)
            if called[0] == key[0] and called in known:
                waiting.append(called)
    return found


def guarded(known):
    """Return the functions that come to the guard, through whatever they call."""
    found = {GUARD}
    while more := {key for key, function in known.items() if key not in found and function.calls & found}:
        found |= more
    return found


def unguarded(known, tables):
    """Return the public actions that write, name a table of the ledger, and do not come to the guard."""
    safe, found = guarded(known), set()
    aliases = {(module, name) for module, tree in modules() for name in imported(tree)[0]}
    for key in known.keys() - safe - aliases:
        reached = own_reach(key, known)
        writes = reached & WRITERS or any(not module and name in BULK for module, name in reached)
        if known[key].is_public and writes and reached & tables:
            found.add(f"{key[0]}.{key[1]}".removeprefix("masterstvo."))
    return {name for name in found if not name.startswith("demo.")}


@pytest.mark.django_db
def test_every_path_that_adds_load_passes_the_guard():
    found = unguarded(functions(), tables_of_the_ledger())

    assert (
        sorted(found - NOT_MORE.keys()) == []
    )  # let it call check_load, or say in NOT_MORE why no week gets fuller
    assert sorted(NOT_MORE.keys() - found) == []  # it is guarded now, or gone: take it out


def test_a_path_that_forgets_the_guard_is_found():
    table = ("masterstvo.x.models", "Seat")
    writes = {table, ("masterstvo.core.actions", "add")}
    known = {
        ("masterstvo.x.actions", "forgets"): Function(True, {("masterstvo.x.actions", "_inner")}),
        ("masterstvo.x.actions", "_inner"): Function(False, set(writes)),
        ("masterstvo.x.actions", "asks"): Function(True, {*writes, ("masterstvo.x.actions", "_check")}),
        ("masterstvo.x.actions", "_check"): Function(False, {GUARD}),
        ("masterstvo.x.actions", "reads"): Function(True, {table}),
    }

    assert unguarded(known, {table}) == {"x.actions.forgets"}

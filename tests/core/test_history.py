import datetime as dt

import pytest

from masterstvo.core.audit import record
from masterstvo.core.history import history
from tests.factories.facts import ExpertAppointmentFactory
from tests.factories.organizations import (
    OrganizationFactory,
    OrganizationFigureFactory,
    OrganizationStatusFactory,
)
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityEvidenceFactory, ActivityFactory

pytestmark = pytest.mark.django_db


def test_the_log_speaks_the_words_of_the_screen():
    job = EmploymentFactory(category="teaching")
    school = OrganizationFactory(title="Лесная школа", short_title="")
    changes = {
        "category": ("teaching", "managing"),
        "organization": (job.organization, school),
        "ends_on": (None, dt.date(2026, 9, 1)),
    }
    record(None, "people.edit_employment", job, changes=changes)

    (entry,) = history(job)

    assert sorted(entry.changes) == [
        ("категория работника", "педагог", "руководитель"),
        ("организация", str(job.organization), "Лесная школа"),
        ("по", "пусто", "31.08.2026"),
    ]


def test_states_and_evidence_are_told_in_russian():
    activity = ActivityFactory()
    evidence = ActivityEvidenceFactory(activity=activity)
    changes = {"state": ("not_started", "done"), "evidence": ([], [evidence.pk])}
    record(None, "plans.enter_result", activity, changes=changes)

    (entry,) = history(activity)

    assert entry.changes[0] == ("состояние", "не начато", "выполнено")
    assert entry.changes[1][1:] == ("пусто", str(evidence))
    assert entry.changes[1][0] != "evidence"


def test_columns_that_hold_a_structure_are_told_by_their_parts():
    activity = ActivityFactory()
    changes = {
        "circle": ({}, {"свои": True, "категории": ["педагог", "руководитель"]}),
        "levels": ([], [{"от": 1}]),
    }
    record(None, "plans.edit_activity", activity, changes=changes)

    (entry,) = history(activity)

    assert [told for _, *told in entry.changes] == [
        ["пусто", "свои: да, категории: педагог, руководитель"],
        ["пусто", "от: 1"],
    ]


def test_facts_are_named_by_the_dictionary(db):
    assert str(OrganizationStatusFactory(kind="risk_zone")).endswith(": зона риска")
    assert "computers" not in str(OrganizationFigureFactory(kind="computers"))
    assert "attestation" not in str(ExpertAppointmentFactory(kind="attestation"))

"""How the demo is loaded: always the same and as large as asked for; what it holds is in test_district.py."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from masterstvo.demo.actions.load import load_demo
from masterstvo.people.models import Employment, Person
from masterstvo.training.models import Training
from tests.clock import at_noon_of

TODAY = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def fingerprint():
    people = list(Person.objects.order_by("code").values_list("code", "last_name", "first_name", "born_on"))
    courses = list(
        Training.objects.order_by("person__code", "finished_on", "programme__title").values_list(
            "person__code", "programme__title", "finished_on"
        )
    )
    return [
        [(code.split("-")[1], *rest) for code, *rest in rows]  # before it, the key of the municipality
        for rows in (people, courses)
    ]


@pytest.mark.once
def test_the_same_seed_gives_the_same_people_and_facts():
    with transaction.atomic():
        with at_noon_of(TODAY):
            load_demo(today=TODAY)
        first = fingerprint()
        transaction.set_rollback(True)
    with at_noon_of(TODAY):
        load_demo(today=TODAY)

    assert fingerprint() == first


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_sign_in_page_offers_nobody_before_the_demo_is_loaded(client, settings, is_demo):
    settings.IS_DEMO = is_demo

    assert "demo.example" not in client.get(reverse("accounts:sign_in")).content.decode()


@pytest.mark.once
def test_the_world_grows_to_the_size_asked_for():
    with at_noon_of(TODAY):
        load_demo(today=TODAY, people=3000, facts=15_000)

    n_teachers = Employment.objects.filter(basis="main", category="teaching").count()
    assert 2900 <= n_teachers <= 3000

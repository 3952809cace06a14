"""Every page × every actor against tests/access_matrix.toml; what answers tell is in tests/test_access_answers.py."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from masterstvo.organizations.rules import VIEWS
from masterstvo.people.models import CardReading, Export
from tests import access
from tests.access import ACTORS, PAGES, STATUS, YES
from tests.answers import is_page, told_by, unsafe_to_open

FOUND = access.addresses()
ADDRESSES = [address for address in FOUND if address[0] in PAGES]  # one without a row fails by name below
pytestmark = [pytest.mark.once, pytest.mark.django_db]
READING = (CardReading, Export)  # all that a GET may write
MODELS = [model for config in apps.get_app_configs() if config.name.startswith("masterstvo.") for model in config.get_models()]  # fmt: skip
WRITTEN = [model._meta.db_table for model in MODELS if model not in READING]
COUNTS = "SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in WRITTEN)
DRAWN = {
    "accounts:second_factor_qr",
    "assessments:campaign_qr",
    "events:photo_file",
}  # pictures inside pages of ours, drawn or written anew by us


def agrees(response, answer, page):
    status, location = response.status_code, response.get("Location", "")
    if answer == access.SIGN_IN:
        return status == 302 and location.startswith(reverse("accounts:sign_in"))
    if answer != YES:
        return status == STATUS[answer]
    is_moved = status == 302 and not location.startswith("/sign-in/?next=")
    return status == 200 or (page.may_move or page.is_post) and is_moved


# --- The table ------------------------------------------------------------------------------------------------------
def test_every_page_has_a_row_and_every_row_a_page():
    rows = {row for row, _, _ in FOUND}

    assert sorted(rows - set(PAGES)) == []  # give the new page a row in tests/access_matrix.toml
    assert sorted(set(PAGES) - rows) == []  # a row without a page


def test_rights_name_only_known_actors():
    named = {actor for right in access.TABLE["rights"].values() for key in ("yes", "no") for actor in right.get(key, [])}  # fmt: skip

    assert named - {"*"} == set(ACTORS)
    assert {page.right for page in PAGES.values()} <= set(access.RIGHTS)


@pytest.fixture(scope="module", params=ADDRESSES, ids=[row for row, _, _ in ADDRESSES])
def address(request):
    """One address of the program: (its row, URL name, arguments). Tests of one address follow each other."""
    return request.param


@dataclass(frozen=True)
class Answer:
    """What is kept of an answer: the words that its reader may not know, what is wrong with a file, whom its form offers."""

    head: HttpResponse
    told: list[str]
    unsafe: list[str]
    offered: list[str]


@pytest.fixture(scope="module")
def answers(world, cookies, address):
    """Open one address as every actor, once for all that is asked about it; what was written is taken back."""
    row, name, wanted = address
    url, found = access.url_of(world, name, wanted), {}
    elsewhere = {type(each): each.pk for each in world.foreign}
    with transaction.atomic():
        for actor in world.users:
            response = access.browser_as(actor, cookies).get(url)
            told = told_by(response)
            is_file = response.status_code == 200 and not is_page(response) and row not in DRAWN
            found[actor] = Answer(
                HttpResponse(status=response.status_code, headers=dict(response.items())),
                [word for word in access.kept_from(actor) if word in told],
                unsafe_to_open(response) if is_file else [],
                offered_by(response, elsewhere),
            )
        transaction.set_rollback(True)
    return found


def offered_by(response, elsewhere):
    """Return the fields of the page's form in which somebody of district B could be chosen."""
    form = response.context.get("form") if response.status_code == 200 and response.context else None
    fields = form.fields.items() if hasattr(form, "fields") else ()
    choices = [
        (name, field.queryset) for name, field in fields if getattr(field, "queryset", None) is not None
    ]
    return [
        name
        for name, rows in choices
        if rows.model in elsewhere and rows.filter(pk=elsewhere[rows.model]).exists()
    ]


def test_a_page_opens_to_those_named_in_the_table(address, answers):
    page, found = PAGES[address[0]], {}
    for actor, answer in answers.items():
        wanted, response = page.answers[actor], answer.head
        is_right = agrees(response, wanted, page)
        if page.is_post:
            is_right = response.status_code == 405 or (wanted != YES and is_right)
        if not is_right:
            found[actor] = f"{wanted} → {response.status_code} {response.headers.get('Location', '')}"

    assert found == {}


def test_no_answer_tells_what_its_reader_may_not_know(answers):
    assert {actor: answer.told for actor, answer in answers.items() if answer.told} == {}


def test_a_file_is_saved_and_runs_nowhere(answers):
    assert {actor: answer.unsafe for actor, answer in answers.items() if answer.unsafe} == {}


def test_no_form_offers_what_is_elsewhere(answers):
    """Nobody of district A may choose a person or organization of district B, whatever key is posted."""
    assert {
        actor: answers[actor].offered for actor in ("methodist", "head", "school") if answers[actor].offered
    } == {}


def everything():
    """Return what a refused request must leave as it was."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return dict(zip(WRITTEN, cursor.fetchone(), strict=True))


HARMFUL = {
    "reason": "проверка",
    "state": "done",
    "actual_result": "подменено",
    "token": "0",
    "decision": "accept",
    "order_number": "1",
    "order_on": "01.02.2026",
    "last_day": "01.02.2026",
    "text": "подменено",
    "name": "Подменённое имя",
    "clean": "1",
}


def test_a_refused_post_changes_nothing(world, clients, address):
    row, name, wanted = address
    page, url = PAGES[row], access.url_of(world, name, wanted)
    query = {"edit": world.evidence["activity"].pk} if row == "plans:activity_list plan_id" else {}
    before, found = everything(), {}
    for actor, client in clients.items():
        answer = page.writing[actor]
        if answer == YES:
            continue
        response = client.post(url, HARMFUL, query_params=query)
        if response.status_code != 405 and not agrees(response, answer, page):
            found[actor] = f"{answer} → {response.status_code}"
        told = told_by(response)
        if words := [word for word in access.kept_from(actor) if word in told]:
            found[actor] = f"сказано: {words}"

    assert found == {}
    assert everything() == before


@pytest.mark.parametrize("row", [row for row, _, _ in ADDRESSES if row.endswith("_delete")])
def test_the_same_post_changes_something_for_those_who_may(world, clients, row):
    """Without this the test above could pass by asking nothing harmful."""
    wanted = next(wanted for each, _, wanted in ADDRESSES if each == row)
    before = everything()

    actors = [actor for actor, answer in PAGES[row].writing.items() if answer == YES]
    actor = (
        "methodist" if "methodist" in actors else actors[0]
    )  # what a person has shared, only the person closes

    clients[actor].post(access.url_of(world, row, wanted), HARMFUL)

    assert everything() != before


# --- What forms offer and take -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("training:training_create", "person"),
        ("contests:entry_create", "person"),
        ("routes:route_create", "person"),
        ("experts:expertappointment_create", "person"),
        ("diagnostics:diagnostic_create", "person"),
        ("mentoring:mentorship_create", "mentee"),
        ("people:vacancy_create", "organization"),
        ("people:person_create", "organization"),
        ("quality:pupilresult_create", "organization"),
        ("organizations:organizationstatus_create", "organization"),
        ("organizations:organizationfigure_create", "organization"),
        ("documents:document_create", "organization"),
        ("reports:report_create", "plan"),
    ],
)
def test_a_foreign_key_in_a_posted_form_is_refused(world, clients, page, field):
    kind = "person" if field in ("person", "mentee") else field
    key = next(each.pk for each in world.foreign if each._meta.model_name == kind)
    posted = {field: key, f"{field}_text": access.SURNAMES["away"], f"{field}_chosen": key}
    before = everything()

    response = clients["methodist"].post(reverse(page), posted)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert everything() == before


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_follows_no_address_of_another_site(world, clients, target):
    response = clients["methodist"].get(reverse("accounts:sign_in"), {"next": target})

    assert response["Location"] == "/"


# --- May do and may see ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("permission", sorted(VIEWS))
def test_may_see_is_the_same_as_being_in_the_scope(world, clients, permission):
    rows = [row for row in [*world.rows, *world.foreign] if permission == f"{row._meta.app_label}.view_{row._meta.model_name}"]  # fmt: skip
    differ = [
        (actor, row)
        for actor, user in world.users.items()
        if user is not None
        for row in rows
        if user.has_perm(permission, row) != VIEWS[permission](user).filter(pk=row.pk).exists()
    ]

    assert rows != []
    assert differ == []


def test_what_is_not_seen_is_never_changed(world, clients):
    changes = [name for name in rules.permissions.permissions if ".change_" in name]
    wrong, n_asked = [], 0
    for actor, user in world.users.items():
        for row in [*world.rows, *world.foreign] if user else ():
            change = f"{row._meta.app_label}.change_{row._meta.model_name}"
            view = change.replace("change_", "view_")
            if change in changes and view in VIEWS:
                n_asked += 1
                if user.has_perm(change, row) and not VIEWS[view](user).filter(pk=row.pk).exists():
                    wrong.append((actor, row))

    assert n_asked > 100
    assert wrong == []


def test_the_page_for_people_says_what_the_table_says():
    assert (Path(__file__).parent.parent / "docs/access.md").read_text(
        encoding="utf-8"
    ) == access.as_text() + "\n"

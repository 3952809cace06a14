"""What no answer may tell, whatever shape it has: pages, pieces for htmx, files and their names, histories, errors, headers."""

import io
import json
import zipfile
from urllib.parse import quote

import pytest
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import reverse

from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import PickField
from masterstvo.diagnostics.models import Diagnostic
from masterstvo.organizations.queries import SESSION_KEY
from masterstvo.organizations.rules import VIEWS
from tests import access
from tests.access import PAGES, YES, url_of
from tests.answers import is_page, told_by, unsafe_to_open
from tests.editing import sent_by

ADDRESSES = [address for address in access.addresses() if address[0] in PAGES]
pytestmark = pytest.mark.once
PARTS = [
    word[1:8].lower() for word in access.SURNAMES.values()
]  # a search echoes its words: never the whole name
HTMX = {"HX-Request": "true"}
WITH_PIECES = ("plans:activity_list", "imports:batch_detail", "indicators:", "reports:report_check_list")
AS_JSON = ("privacy:my_data", "privacy:person_data")
MEASURED = ("plans:target_list", "plans:target_detail", "plans:definition_detail")
WORD = access.SURNAMES["here"]


def said_to(actor, response):
    """Return the words of ``response`` that are kept from ``actor``."""
    told = told_by(response)
    return [word for word in access.kept_from(actor) if word in told]


# --- The search itself ----------------------------------------------------------------------------------------------------
def packed(**parts):
    """Return a zip file of ``parts``, as Word makes one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(f"<p>{WORD}</p>"),
        HttpResponse("".join(f"&#{ord(sign)};" for sign in WORD)),
        HttpResponse(json.dumps({"о ком": WORD}), content_type="application/json"),
        HttpResponse(f"SUMMARY:{WORD[:5]}\r\n {WORD[5:]}\r\n", content_type="text/calendar; charset=utf-8"),
        HttpResponse(packed(document=f"<w:t>{WORD[:4]}</w:t></w:r><w:r><w:t>{WORD[4:]}</w:t>")),
        HttpResponse(packed(document="<w:p/>", header1=f"<w:t>{WORD}</w:t>")),
        xlsx_response("имена.xlsx", "Имена", [("Кто", 20)], [(WORD,)]),
        xlsx_response(f"{WORD}.xlsx", "Имена", [("Кто", 20)], []),
        HttpResponse(headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(WORD)}"}),
        HttpResponseRedirect(f"/people/?q={quote(WORD)}"),
        FileResponse(io.BytesIO(WORD.encode()), filename="список.txt"),
    ],
    ids=["page", "entities", "json", "calendar", "torn word", "header", "cell", "name", "disposition", "location", "stream"],
)  # fmt: skip
def test_a_word_is_found_wherever_it_hides(db, response):  # closing an answer looks after the connection
    """Without this the tests below could pass by being blind."""
    assert said_to("region_away", response) == [WORD]
    assert said_to("methodist", HttpResponse(WORD)) == []


@pytest.mark.parametrize(
    ("headers", "n_wrong"),
    [
        ({"Content-Type": "application/pdf", "Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}, 0),
        ({"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff"}, 1),
        ({"Content-Type": "application/pdf", "Content-Disposition": "inline; filename=a"}, 2),
        ({"Content-Type": "image/svg+xml", "Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}, 1),
        ({"Content-Type": "text/xml", "Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}, 1),
    ],
)  # fmt: skip
def test_a_file_that_could_run_is_told(headers, n_wrong):
    assert len(unsafe_to_open(HttpResponse(headers=headers))) == n_wrong


# --- Every page -----------------------------------------------------------------------------------------------------------
def variants(row, world):
    """Return the (query, headers) under which a page is opened besides plainly: as a file, searched, with somebody else's keys, in pieces."""
    if is_list(row):
        yield {"as": "xlsx"}, {}
        yield {"q": PARTS[2]}, {}
    if row in AS_JSON:
        yield {"as": "json"}, {}
    if row in MEASURED:
        yield {"xlsx": "1"}, {}
    if row in MEASURED and row != "plans:target_list":
        yield {"xlsx": "1", "list": "out"}, {}
    if row.startswith(WITH_PIECES):
        yield {"edit": world.arguments["plans:activity_edit"]["pk"]}, HTMX
    if row.endswith("_create"):
        foreign = {each._meta.model_name: each.pk for each in world.foreign}
        keys = {
            "person": foreign["person"],
            "organization": foreign["organization"],
            "edit": foreign["activity"],
        }
        yield keys, {}


def is_list(row):
    return (row.endswith("_list") or "activity_list" in row) and row != "plans:target_list"


VARIED = [
    each
    for each in ADDRESSES
    if is_list(each[0])
    or each[0] in (*AS_JSON, *MEASURED)
    or each[0].startswith(WITH_PIECES)
    or each[0].endswith("_create")
]


@pytest.mark.parametrize(("row", "name", "wanted"), VARIED, ids=[row for row, _, _ in VARIED])
def test_no_other_shape_of_a_page_tells_what_its_reader_may_not_know(world, clients, row, name, wanted):
    url = url_of(world, name, wanted)
    told, unsafe = [], []
    for actor, client in clients.items():
        if actor == "superuser" or PAGES[row].answers[actor] != YES:
            continue
        for query, headers in variants(row, world):
            response = client.get(url, query, headers=headers)
            if response.status_code == 200 and not is_page(response):
                unsafe += unsafe_to_open(response)
            told += [(actor, word, query) for word in said_to(actor, response)]

    assert told == []
    assert unsafe == []


def test_the_words_are_told_to_those_who_may_know(world, clients):
    """Without this the test above could pass by looking for words that no page holds."""
    listed = told_by(clients["methodist"].get(reverse("diagnostics:diagnostic_list"), {"as": "xlsx"}))
    plan = [world.arguments["plans:plan_detail"]["pk"]]

    assert {access.SURNAMES["here"], access.COMPETENCY, access.SCORE} <= {word for word in access.READERS_OF if word in listed}  # fmt: skip
    assert access.SURNAMES["away"] in told_by(clients["methodist_away"].get(reverse("people:person_list")))
    assert access.COMPETENCY in told_by(clients["person"].get(url_of(world, "people:person_detail", ("pk",))))
    assert access.SCORE in told_by(clients["person"].get(reverse("privacy:my_data"), {"as": "json"}))
    assert "Семинар района А" in told_by(clients["school"].get(reverse("plans:activity_ical", args=plan)))
    assert "Семинар района А" in told_by(
        clients["observer"].get(url_of(world, "reports:report_download", ("pk",)))
    )


# --- Searching in a form ----------------------------------------------------------------------------------------------------
CREATING = [address for address in ADDRESSES if address[0].endswith(("_create", "_edit"))]


@pytest.mark.parametrize(("row", "name", "wanted"), CREATING, ids=[row for row, _, _ in CREATING])
def test_the_search_of_a_form_finds_nobody_elsewhere(world, clients, row, name, wanted):
    """With scripts the button «Найти» asks for a piece, without them for the page."""
    url = url_of(world, name, wanted)
    shown = clients["superuser"].get(url)
    form = shown.context.get("form") if shown.context else None
    picks = [each for each, field in getattr(form, "fields", {}).items() if isinstance(field, PickField)]
    told = []
    for actor, client in clients.items() if picks else ():
        if PAGES[row].writing[actor] != YES or actor == "superuser":
            continue
        for part, headers in zip(PARTS, ({}, HTMX, {}), strict=True):
            # «find» keeps the form from being sent off: one match would be taken for the answer.
            typed = {f"{each}_text": part for each in picks} | {"find": "1"}
            told += [(actor, word, part) for word in said_to(actor, client.post(url, typed, headers=headers))]

    assert told == []


# --- Histories and errors --------------------------------------------------------------------------------------------------
READERS_OF_HISTORIES = ("methodist", "methodist_other", "methodist_away", "head", "region", "region_away", "observer", "school")  # fmt: skip


@pytest.mark.parametrize("actor", READERS_OF_HISTORIES)
def test_no_history_tells_what_its_reader_may_not_know(world, clients, actor):
    rows = [each for each in world.rows if f"{each._meta.app_label}.view_{each._meta.model_name}" in VIEWS]
    told, n_opened = [], 0
    for each in rows:
        response = clients[actor].get(
            reverse("journal:object_history", args=[each._meta.label_lower, each.pk])
        )
        n_opened += response.status_code == 200
        told += [(each, word) for word in said_to(actor, response)]

    assert told == []
    assert len(rows) > 15
    assert n_opened > 10 or actor not in ("methodist", "methodist_other", "head", "region")


def test_a_breakdown_tells_nothing_of_what_broke(world, monkeypatch):
    """An error often holds the row that it stumbled over."""
    client = Client(raise_request_exception=False)
    client.force_login(world.users["methodist_away"])

    def broken(*args, **kwargs):
        raise ValueError(f"{WORD}: {access.COMPETENCY}, {access.SCORE}")

    monkeypatch.setattr("masterstvo.core.views.get_object_or_404", broken)
    response = client.get(url_of(world, "people:person_detail", ("pk",)))

    assert response.status_code == 500
    assert said_to("methodist_away", response) == []


@pytest.mark.parametrize("actor", ["methodist_away", "school_away", "no_role"])
def test_an_error_tells_nothing_of_what_was_asked_for(world, clients, actor):
    """A wrong token, a key of somebody else chosen for the session, and an address that is none."""
    client = clients[actor]
    session = client.session
    session[SESSION_KEY] = world.municipality.pk
    session.save()
    answers = [
        client.get(url_of(world, "people:person_detail", ("pk",)) + "history/"),
        client.post(url_of(world, "people:person_edit", ("pk",)), {"token": "0"}),
        client.get(
            reverse("people:person_list"), {"organization": world.evidence["organization"].pk, "as": "xlsx"}
        ),
        Client(enforce_csrf_checks=True, raise_request_exception=False).post(reverse("accounts:sign_in"), {}),
    ]

    assert [words for response in answers for words in said_to(actor, response)] == []


# --- Two versions of one row --------------------------------------------------------------------------------------------------
def test_both_versions_of_a_result_are_shown_to_whoever_may_read_it_alone(world, clients):
    """Whoever may not read a measurement has no form of it, and with it no page of two versions."""
    url = url_of(world, "diagnostics:diagnostic_edit", ("pk",))
    row = Diagnostic.objects.filter(pk=world.evidence["diagnostic"].pk)
    row.update(competency="прежняя", score=1)
    sent = sent_by(clients["methodist"].get(url)) | {"competency": "своя", "score": "2", "reason": "опечатка"}
    row.update(competency=access.COMPETENCY, score="37.31")

    answers = {
        actor: client.post(url, sent) for actor, client in clients.items() if world.users[actor] is not None
    }
    shown = told_by(answers["methodist"])

    assert access.COMPETENCY in shown
    assert access.SCORE in shown
    assert {actor: words for actor, each in answers.items() if (words := said_to(actor, each))} == {}

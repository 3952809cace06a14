"""Links: what is asked, what never is, and what is said of a link that answers no more."""

import datetime as dt
import socket

import pytest

from masterstvo.core import outside
from masterstvo.core.models import AuditRecord
from masterstvo.core.outside import Answer
from masterstvo.documents.actions import edit_document
from masterstvo.documents.actions.link import check_links
from masterstvo.documents.models import Document
from masterstvo.documents.tasks import check_links_daily
from tests.factories.documents import DocumentFactory

DAY = dt.date(2026, 11, 12)


def answers(**by_host):
    return lambda url: by_host.get(url.split("/")[2].split(".")[0], Answer.FOUND)


@pytest.mark.django_db
def test_a_link_is_silent_since_the_first_day_and_until_it_answers():
    document = DocumentFactory(url="https://gone.example.org/order.pdf")
    days = [DAY + dt.timedelta(days=number) for number in range(3)]

    for day, answer in zip(days, (Answer.GONE, Answer.UNREACHED, Answer.FOUND), strict=True):
        check_links(day=day, ask=answers(gone=answer))
        document.refresh_from_db()
        assert document.url_silent_since == (None if answer is Answer.FOUND else DAY)

    told = AuditRecord.objects.filter(action="documents.check_link").order_by("pk")
    assert [each.changes["url_silent_since"] for each in told] == [[None, "2026-11-12"], ["2026-11-12", None]]


@pytest.mark.django_db
def test_a_corrected_link_is_asked_anew():
    document = DocumentFactory(url="https://gone.example.org/", url_silent_since=DAY, url_checked_on=DAY)

    edit_document(document, url="https://there.example.org/", by=None)

    assert (document.url_silent_since, document.url_checked_on) == (None, None)


@pytest.mark.django_db
def test_the_longest_unasked_are_asked_first_and_no_site_too_often():
    for number in range(5):
        DocumentFactory(
            url=f"https://one.example.org/{number}", url_checked_on=DAY - dt.timedelta(days=number)
        )
    never = DocumentFactory(url="https://two.example.org/")
    asked = []

    check_links(day=DAY, ask=lambda url: asked.append(url) or Answer.FOUND)

    assert asked == [never.url, *(f"https://one.example.org/{number}" for number in (4, 3, 2))]


@pytest.mark.django_db
def test_when_nothing_at_all_is_reached_the_trouble_is_ours():
    DocumentFactory.create_batch(3, url="https://one.example.org/")

    check_links(day=DAY, ask=lambda url: Answer.UNREACHED)

    assert set(Document.objects.values_list("url_silent_since", "url_checked_on")) == {(None, DAY)}


@pytest.mark.django_db
def test_nothing_is_asked_where_the_server_may_not_go_outside(settings):
    settings.CHECK_LINKS = False
    document = DocumentFactory(url="https://one.example.org/")

    check_links_daily.func()

    document.refresh_from_db()
    assert document.url_checked_on is None


# --- What is never asked --------------------------------------------------------------------------------------------
@pytest.fixture
def web(monkeypatch):
    """Names lead where the test says; a connection answers with what the test put there and is written down."""

    class Web:
        names = {}
        answers = {}
        connected = []

    web = Web()
    web.names, web.answers, web.connected = {}, {}, []

    def resolve(host, port, **_):
        return [(0, 0, 0, "", (address, port)) for address in web.names.get(host, [host])]

    def connect(address, port, secure_name):
        web.connected.append((address, port))
        ours, theirs = socket.socketpair()
        theirs.sendall(web.answers.get(address, "HTTP/1.1 200 OK\r\n\r\n").encode())
        theirs.shutdown(socket.SHUT_WR)
        web.connected_ends = [*getattr(web, "connected_ends", []), theirs]
        return ours

    monkeypatch.setattr(outside.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(outside, "_connected", connect)
    yield web
    for end in getattr(web, "connected_ends", []):
        end.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.5/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:10.0.0.5]/",
        "http://[fd00::1]/",
        "http://printer/",
        "http://half.example/",
        "ftp://public.example/",
        "file:///etc/passwd",
        "gopher://public.example/",
        "http://name:word@public.example/",
        "http://public.example:5432/",
        "http://public.example:99999/",
        "http:///",
        "http://[::1",
    ],
)
def test_nothing_inside_is_ever_connected_to(web, url):
    web.names = {
        "printer": ["10.0.0.9"],
        "half.example": ["93.184.216.34", "127.0.0.1"],
        "public.example": ["93.184.216.34"],
    }

    assert outside.ask(url) is Answer.UNREACHED
    assert web.connected == []


def test_a_redirect_inside_is_not_followed(web):
    web.names = {"public.example": ["93.184.216.34"]}
    web.answers["93.184.216.34"] = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/admin\r\n\r\n"

    assert outside.ask("http://public.example/") is Answer.UNREACHED
    assert web.connected == [("93.184.216.34", 80)]


def test_the_connection_goes_to_the_address_that_was_looked_at(web):
    """A name that leads elsewhere at the second asking gains nothing."""
    web.names = {"public.example": ["93.184.216.34"]}

    assert outside.ask("https://public.example/приказ № 5.pdf?a=1") is Answer.FOUND
    assert web.connected == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("200 OK", Answer.FOUND),
        ("403 Forbidden", Answer.FOUND),
        ("404 Not Found", Answer.GONE),
        ("410 Gone", Answer.GONE),
        ("503 Busy", Answer.GONE),
        ("429 Slower", Answer.FOUND),
    ],
)
def test_only_what_is_surely_gone_is_called_gone(web, status, answer):
    web.names = {"public.example": ["93.184.216.34"]}
    web.answers["93.184.216.34"] = f"HTTP/1.1 {status}\r\n\r\n"

    assert outside.ask("http://public.example/") is answer


def test_what_is_no_answer_of_the_web_is_unreached(web):
    web.names = {"public.example": ["93.184.216.34"]}
    web.answers["93.184.216.34"] = "220 mail.example ESMTP\r\n"

    assert outside.ask("http://public.example/") is Answer.UNREACHED

"""Every page, every form: whatever is sent, the answer is a page or a refusal, never a breakdown. Seeds are fixed."""

import inspect
import random
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, reverse

from tests import access
from tests.bad_input import HOSTILE

TRIES = {"superuser": 1, "methodist": 1}  # of each kind, for each page
N_LOST, N_BODIES, N_COOKIES, N_HEADERS = 40, 20, 28, 4
NAMES = [
    "page", "as", "as_of", "municipality", "q", "year", "next", "tab", "rows", "first", "last", "sort", "kind", "organization",
    "id", "pk", "view", "state", "month", "token", "edition", "plan", "show", "fix-1-ФИО", "form-0-id", "form-TOTAL_FORMS", "\x00", "",
]  # fmt: skip


PAGES = {
    row: (name, wanted) for row, name, wanted in access.addresses()
}  # a new page is among them by itself
N_INPUTS = sum(
    len(PAGES) * (2 * tries + 1) + N_LOST + N_BODIES + N_COOKIES + N_HEADERS for tries in TRIES.values()
)


def test_there_are_more_than_a_thousand_bad_inputs(capsys):
    with capsys.disabled():
        print(f" [{N_INPUTS} bad inputs for {len(PAGES)} pages, uploads not counted] ", end="")

    assert N_INPUTS >= 1000


@pytest.fixture(
    params=[pytest.param("superuser", marks=pytest.mark.once), pytest.param("methodist")],
)
def browser(request, cookies, db):
    browser = Client()
    browser.cookies["sessionid"] = cookies[request.param]
    browser.actor = request.param
    return browser


class Fields(HTMLParser):
    """The names and values that the page's forms would send."""

    def __init__(self, content):
        super().__init__()
        self.values, self.files, self._select = {}, set(), ""
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name = told.get("name")
        if tag == "select":
            self._select = name or ""
        elif tag == "option" and self._select and ("selected" in told or told.get("value")):
            self.values.setdefault(self._select, []).append(told.get("value") or "")
        elif name and tag in ("input", "textarea", "button"):
            if told.get("type") == "file":
                self.files.add(name)
            else:
                self.values.setdefault(name, []).append(told.get("value") or "")


def address(world, row, rng):
    """Return an address of the page with an object that is there, now and then with one that is not."""
    name, wanted = PAGES[row]
    real = world.arguments[name]
    kwargs = {}
    for argument in wanted:
        is_number = isinstance(real[argument], int)
        strange = [0, 1, 2**63, 10**30] if is_number else ["nothing", "A2", "2026-11", "a" * 500]
        kwargs[argument] = real[argument] if rng.random() < 0.9 else rng.choice(strange)
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return None


def encoded(pairs):
    """Percent-encode by hand: lone surrogates and NUL reach the server as broken UTF-8."""
    return "&".join(
        f"{quote(name.encode('utf-8', 'surrogatepass'))}={quote(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    )


def query(fields, rng):
    names = [*fields.values, *NAMES]
    return encoded((rng.choice(names), rng.choice(HOSTILE)[:2000]) for _ in range(rng.randint(1, 4)))


def posted(fields, rng):
    """Return what the form would send with a few values replaced, added or left out."""
    pairs = [(name, rng.choice(values)) for name, values in fields.values.items() if rng.random() < 0.95]
    for _ in range(rng.randint(1, 3)):
        name = rng.choice([*fields.values, *fields.values, *NAMES])
        pairs = [pair for pair in pairs if pair[0] != name] + [(name, rng.choice(HOSTILE))] * rng.choice(
            [1, 1, 2]
        )
    return encoded(pairs)


def upload(fields, rng):
    data = {name: values[-1] for name, values in fields.values.items()}
    for name in fields.files:
        content = rng.choice(
            [
                b"",
                b"PK\x03\x04broken",
                b"%PDF-1.4",
                rng.randbytes(3000),
                "ФИО;Дата\n;\n".encode(),
                b"\xd0\xcf\x11\xe0",
            ]
        )
        data[name] = SimpleUploadedFile(
            rng.choice(["план.docx", "a.csv", "x" * 400 + ".pdf", "a\x00.xlsx", "нет"]), content
        )
    return encode_multipart(BOUNDARY, data)


def tried(browser, method, url, body="", kind="application/x-www-form-urlencoded", **headers):
    """Send one request and take back what it wrote. Returns what broke, or an empty text."""
    try:
        with transaction.atomic():
            answer = browser.generic(method, url, body, content_type=kind, headers=headers)
            answer.close()
            transaction.set_rollback(True)
    except Exception as error:
        place = inspect.trace()[-1]
        return f"{method} {url[:300]} {str(body)[:600]}: {type(error).__name__}: {str(error)[:200]} ({place.filename}:{place.lineno})"
    return f"{method} {url[:300]}: {answer.status_code}" if answer.status_code >= 500 else ""


@pytest.mark.parametrize("row", PAGES)
def test_no_page_breaks(world, row, browser):
    rng = random.Random(row + browser.actor)
    broken = []
    url = reverse(
        PAGES[row][0], kwargs={each: world.arguments[PAGES[row][0]][each] for each in PAGES[row][1]}
    )
    with transaction.atomic():
        answer = browser.get(url)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        page = answer.content.decode("utf-8", "replace") if is_page else ""
        answer.close()
        transaction.set_rollback(True)
    fields = Fields(page)
    for _ in range(TRIES[browser.actor]):
        at = address(world, row, rng) or url
        htmx = {"HX-Request": "true"} if rng.random() < 0.3 else {}
        broken.append(tried(browser, "GET", f"{at}?{query(fields, rng)}", **htmx))
        broken.append(tried(browser, "POST", at, posted(fields, rng), **htmx))
    if fields.files:
        broken += [
            tried(browser, "POST", url, upload(fields, rng), MULTIPART_CONTENT)
            for _ in range(TRIES[browser.actor])
        ]
    broken.append(tried(browser, rng.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]), url, "x=1"))

    assert len(broken) >= 2 * TRIES[browser.actor] + 1
    assert [each for each in broken if each] == []


def test_addresses_that_lead_nowhere_are_404(browser):
    rng = random.Random(5)
    for _ in range(N_LOST):
        path = "/" + "/".join(
            quote(rng.choice(HOSTILE)[:50].encode("utf-8", "surrogatepass")) for _ in range(3)
        )
        assert tried(browser, "GET", path) == ""


def test_a_broken_multipart_body_is_refused(browser):
    rng = random.Random(6)
    bodies = [
        b"",
        b"--" + BOUNDARY.encode(),
        rng.randbytes(500),
        b"--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name=\x00\r\n\r\n",
    ]
    for body in bodies:
        for kind in (
            MULTIPART_CONTENT,
            "multipart/form-data",
            "application/json",
            "text/plain; charset=nonsense",
            "x" * 300,
        ):
            assert tried(browser, "POST", reverse("accounts:sign_in"), body, kind) == ""


def test_broken_cookies_and_headers_are_survived(browser):
    for value in ["\x7f", "Я", "a" * 5000, "{}", "%00", '"', "x=1&y[]=2"]:
        for cookie in ("sessionid", "csrftoken", "masterstvo_view", "messages"):
            browser.cookies[cookie] = re.sub(r"[^ -~]", "?", value)
            assert tried(browser, "GET", "/") == ""
    for header, value in {
        "Accept-Language": "x" * 9000,
        "HX-Request": "maybe",
        "HX-Current-URL": "::",
        "Referer": "\\\\",
    }.items():
        assert tried(browser, "GET", "/", **{header: value}) == ""

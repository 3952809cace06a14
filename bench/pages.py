"""How much processor time pages take, and what they weigh, at municipal and at regional size.

Nothing is listed: each user goes from the menu wherever links lead, so that a new page is measured as soon as it can be reached; then words
are looked for. Every page is asked for with Django's own client – everything but the network. Time is that of the processor, of this process
and of the database's, and the least of five counts: neighbours on the machine only add to it. The budget stands beside it.
"""

import argparse
import html
import os
import re
import sys
import tempfile
import time
from contextlib import nullcontext
from urllib.parse import urljoin, urlsplit

BUDGET_MS = {"municipal": 150, "regional": 300}
SEARCH_MS = 100
USERS = ("region", "metodist", "nachalnik", "shkola", "uchitel")
SEARCHES = {
    "exactly": "Иванова Ольга",
    "a beginning": "иван",
    "two beginnings": "ив ол",
    "a mistake": "Ивонова",
    "another layout": "bdfyjdf",
    "nothing": "синхрофазотрон",
    "a common word": "приказ",
}
DEEP = 3  # links from the menu


def spent():
    """Return the seconds that this process and its PostgreSQL backend have worked."""
    return time.process_time() + _of_database()


def _of_database():
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    with open(f"/proc/{connection.connection.info.backend_pid}/schedstat", encoding="ascii") as stat:
        return int(stat.read().split()[0]) / 1e9


def reached(client):
    """Return {(name, whether with a query): address}: one address of every page that links lead to, ``DEEP`` steps from the first."""
    from django.urls import Resolver404, resolve

    found, now = {}, ["/"]
    for _ in range(DEEP):
        ahead = []
        for page in now:
            response = client.get(page)
            if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
                continue
            for link in re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', response.content.decode()):
                address = urljoin(page, html.unescape(link))
                try:
                    name = resolve(urlsplit(address).path).view_name
                except Resolver404:
                    continue
                key = name, bool(urlsplit(address).query)
                if not urlsplit(address).netloc and not name.startswith("admin:") and key not in found:
                    found[key] = address
                    ahead.append(address)
        now = ahead
    return found


def timed(client, path):
    """Return (least ms, response). The first answer is not counted."""
    response = client.get(path)
    times = []
    for _ in range(5):
        start = spent()
        response = client.get(path)
        times.append((spent() - start) * 1000)
    return min(times), response


def measure(size, only=""):
    """Print the time and the weight of every page, or of those with ``only`` in their names. Returns the worst ratio to the budget."""
    from django.test import Client

    from masterstvo.accounts.models import User

    worst = 0.0
    print(f"{'page':<40}{'who':<10}{'ms':>7}{'budget':>8}{'ratio':>7}{'queries':>9}{'KB br':>7}")
    for who in USERS:
        client = Client()
        client.force_login(User.objects.get(email=f"{who}@demo.example"))
        for (name, with_query), path in sorted(reached(client).items()):
            shown = f"{name}{'?…' if with_query else ''}"
            if only not in shown:
                continue
            worst = max(worst, _told(shown, who, client, path, BUDGET_MS[size]))
        if who in ("region", "shkola") and not only:
            for title, words in SEARCHES.items():
                worst = max(worst, _told(f"search: {title}", who, client, f"/search/?q={words}", SEARCH_MS))
    return worst


def _told(shown, who, client, path, budget):
    import brotli

    least, response = timed(client, path)
    if response.status_code in (301, 302) or not response.get("Content-Type", "").startswith("text/html"):
        return 0.0  # a file or a way to another page
    if response.status_code != 200:
        print(f"{shown:<40}{who:<10} answered {response.status_code}: {path}")
        return float("inf")  # what was not measured is not within its budget
    weight = len(brotli.compress(response.content, quality=5)) / 1024
    print(
        f"{shown:<40}{who:<10}{least:>7.0f}{budget:>8}{least / budget:>7.2f}{_queries(client, path):>9}{weight:>7.1f}",
        flush=True,
    )
    return least / budget


def _queries(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=BUDGET_MS, default="municipal")
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--home", help="keep the filled database here and use it again")
    parser.add_argument(
        "--only", default="", help="measure the pages with this in their names: «mentoring:», «_list»"
    )
    options = parser.parse_args(arguments)
    home = options.home or tempfile.mkdtemp(prefix="masterstvo-bench-")
    os.environ.update(
        MASTERSTVO_HOME=home,
        MASTERSTVO_HOSTS="testserver",
        MASTERSTVO_SECOND_FACTOR="optional",  # as in the fictional district: nobody here has a phone
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    from tests.postgres import cluster

    with cluster() if options.database == "postgresql" else nullcontext() as url:
        if url:
            os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        prepare(options)
        return 0 if measure(options.size, options.only) <= 1 else 1


def prepare(options):
    from django.core.management import call_command
    from django.db import connection

    from bench.filling import fill
    from masterstvo.organizations.models import Municipality

    if connection.vendor == "postgresql":  # the time of a helper would not be counted
        connection.settings_dict["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
    call_command("build_assets", verbosity=0)
    call_command("migrate", verbosity=0)
    if Municipality.objects.exists():
        return
    start = time.process_time()
    scale = {"people": options.people, "facts": options.facts} if options.size == "regional" else {}
    call_command("demo", stdout=open(os.devnull, "w"), **scale)
    made = time.process_time()
    fill()
    filled = time.process_time()
    print(
        f"{options.database}, {options.size}: demo {made - start:.0f} s, the rest and the index {filled - made:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())

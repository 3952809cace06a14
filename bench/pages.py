"""How long pages take, and what they weigh, at municipal and at regional size.

Each page is asked for with Django's own client – everything but the network – five times, the median counts. The budget stands beside it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext

PAGES = [
    # name of the page, query, seen by
    ("plans:today", "", "metodist"),
    ("plans:activity_list", "", "metodist"),
    ("plans:activity_year", "", "metodist"),
    ("plans:target_list", "", "metodist"),
    ("plans:target_detail", "", "metodist"),
    ("people:person_list", "", "metodist"),
    ("people:person_detail", "", "metodist"),
    ("organizations:organization_list", "", "metodist"),
    ("organizations:organization_detail", "", "metodist"),
    ("training:training_list", "", "metodist"),
    ("events:event_list", "", "metodist"),
    ("reports:report_list", "", "metodist"),
    ("imports:batch_list", "", "metodist"),
    ("assessments:campaign_list", "", "metodist"),
    ("assessments:campaign_detail", "", "metodist"),
    ("diagnostics:diagnostic_list", "", "metodist"),
    ("diagnostics:deficit_list", "", "metodist"),
    ("diagnostics:deficit_map", "", "metodist"),
    ("routes:route_list", "", "metodist"),
    ("routes:route_detail", "", "metodist"),
    ("people:person_list", "", "region"),
    ("organizations:organization_list", "", "region"),
    ("training:training_list", "", "region"),
    ("plans:target_list", "", "region"),
]
BUDGET_MS = {"municipal": 150, "regional": 300}


def _address(name, user):
    from django.urls import NoReverseMatch, reverse

    from masterstvo.assessments.rules import visible_campaigns
    from masterstvo.organizations.rules import visible_organizations
    from masterstvo.people.rules import visible_people
    from masterstvo.plans.rules import visible_plans, visible_targets
    from masterstvo.routes.rules import opened_routes

    app = name.split(":")[0]
    scopes = {
        "plans:target_detail": visible_targets,
        "people:person_detail": visible_people,
        "organizations:organization_detail": visible_organizations,
        "assessments:campaign_detail": visible_campaigns,
        "routes:route_detail": opened_routes,
    }
    try:
        return reverse(name)
    except NoReverseMatch:
        scope = scopes.get(name) or {"plans": visible_plans}[app]
        return reverse(name, args=[scope(user).first().pk])


def measure(size):
    """Print the median and the weight of every page. Returns the worst ratio to the budget."""
    import brotli
    from django.test import Client

    from masterstvo.accounts.models import User

    worst = 0.0
    print(f"{'page':<38}{'who':<10}{'ms':>7}{'budget':>8}{'ratio':>7}{'queries':>9}{'KB br':>7}")
    for name, query, who in PAGES:
        user = User.objects.get(email=f"{who}@demo.example")
        client = Client()
        client.force_login(user)
        path = _address(name, user)
        client.get(path + query)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            response = client.get(path + query)
            times.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            print(f"{name:<38}{who:<10} answered {response.status_code}")
            worst = float("inf")  # what was not measured is not within its budget
            continue
        median, budget = statistics.median(times), BUDGET_MS[size]
        worst = max(worst, median / budget)
        weight = len(brotli.compress(response.content, quality=5)) / 1024
        print(
            f"{name:<38}{who:<10}{median:>7.0f}{budget:>8}{median / budget:>7.2f}{_queries(client, path + query):>9}{weight:>7.1f}"
        )
    return worst


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
        from django.core.management import call_command

        call_command("build_assets", verbosity=0)
        call_command("migrate", verbosity=0)
        start = time.perf_counter()
        scale = {"people": options.people, "facts": options.facts} if options.size == "regional" else {}
        call_command("demo", if_empty=True, stdout=open(os.devnull, "w"), **scale)
        print(f"{options.database}, {options.size}: filled in {time.perf_counter() - start:.0f} s")
        return 0 if measure(options.size) <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())

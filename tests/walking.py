"""Opening every address as somebody, and reading whatever comes back."""

from urllib.parse import unquote

from django.test import Client
from django.urls import reverse

from tests.access import addresses
from tests.answers import told_by
from tests.experts.redacting import works

ENDS = {"accounts:sign_out", "accounts:session_end", "accounts:session_end_all"}


def walked(user, arguments, *, among="", searched=""):
    """Yield (what was opened, what it says) of every page as ``user`` gets it: plain, as Excel, with ``searched`` asked for.

    ``arguments``: {URL name: its arguments}; ``among``: how the names of the pages begin that are opened.
    """
    client = Client()
    client.force_login(user)
    for _, name, wanted in addresses():
        if not name.startswith(among) or name in ENDS:
            continue
        url = reverse(name, kwargs={each: arguments[name][each] for each in wanted})
        queries = [{}]
        if name.endswith("_list") or name.startswith("search:"):
            queries += [{"as": "xlsx"}, {"q": searched}]
        for query in queries:
            response = client.get(url, query)
            if response.status_code == 200:
                yield f"{name} {query}", said(response)
            response.close()


def said(response):
    """Return what an answer says; a file of any kind is read by the means of the works."""
    if not response.streaming:
        return told_by(response)
    return f"{unquote(' '.join(response.headers.values()))} {works.told_by(response.getvalue())}"

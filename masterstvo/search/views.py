"""The page of the one search."""

from django.shortcuts import render
from django.utils.http import urlencode

from masterstvo.core.search import MOST_SIGNS
from masterstvo.core.views import requires
from masterstvo.search.queries import find


@requires("search.find")
def results(request):
    text = request.GET.get("q", "").strip()[:MOST_SIGNS]
    context = {
        "text": text,
        "found": find(request.user, text) if text else None,
        "query": urlencode({"q": text}),
    }
    return render(request, "search/results.html", context)

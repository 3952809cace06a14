"""The bank for everybody, without sign-in: only where the authority has opened it, only those authors who said so."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from masterstvo.core import terms
from masterstvo.core.paging import paginate
from masterstvo.core.views import public
from masterstvo.practices.models import Authorship
from masterstvo.practices.queries.bank import found, in_order, lines_of, with_words
from masterstvo.practices.queries.open import open_municipalities, open_practices, without_contacts


@public("practices.view_open_bank")
def open_bank(request, municipality):
    here = get_object_or_404(open_municipalities(), pk=municipality)
    rows, asked = open_practices(here), request.GET.get("q", "").strip()
    how = found(rows, asked) if asked else None
    rows = in_order(rows, how.keys) if how else rows
    page = paginate(request, _named(rows))
    for each in page.rows:
        each.open_title = without_contacts(each.title)
    context = {"here": here, "page": page, "asked": asked, "how": how}
    return render(request, "practices/open_bank.html", context)


@public("practices.view_open_bank")
def open_practice(request, municipality, practice):
    here = get_object_or_404(open_municipalities(), pk=municipality)
    found_one = get_object_or_404(_named(open_practices(here)), pk=practice)
    version = found_one.shown
    context = {
        "here": here,
        "practice": found_one,
        "title": without_contacts(version.title),
        "lines": [(heading, without_contacts(text)) for heading, text in lines_of(found_one)],
        "steps": [without_contacts(line) for line in version.step_lines],
        "subjects": [each.title for each in version.subjects.all()],
        "words": terms.titles_of("practice_level", "practice_licence"),
        "version": version,
        "link": version.link if without_contacts(version.link) == version.link else "",
    }
    return render(request, "practices/open_practice.html", context)


def _named(rows):
    """Give each practice ``public``: the authors who agreed to be named here."""
    agreed = Authorship.objects.consenting().filter(is_public=True).select_related("person")
    return with_words(rows).prefetch_related(
        Prefetch("authors", agreed.order_by("position", "pk"), to_attr="public")
    )

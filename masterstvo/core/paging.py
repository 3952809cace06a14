"""Pages of long lists: 50 rows, always with a way to show everything."""

from dataclasses import dataclass

from django.core.paginator import Paginator

PAGE_SIZE = 50
SHOW_ALL_AT_MOST = 1000  # more rows than this only go to Excel: the old PC has to draw them


def page_with(place):
    """Return the number of the page on which the row at ``place``, counted from nought, stands."""
    return place // PAGE_SIZE + 1


@dataclass(frozen=True)
class Page:
    """One page of a list, with what its pager shows. ``query`` is the address's own filter, without the page."""

    rows: list
    number: int
    n_pages: int
    n_rows: int
    query: str
    can_show_all: bool


def paginate(request, rows):
    """Return the asked page of a QuerySet or a list; a number out of range leads to the nearest page. Queries: two of a QuerySet."""
    query = request.GET.copy()
    wanted = query.pop("page", ["1"])[-1]
    n_rows = len(rows) if isinstance(rows, list) else rows.count()
    show_all = wanted == "all" and n_rows <= SHOW_ALL_AT_MOST
    paginator = Paginator(rows, max(n_rows, 1) if show_all else PAGE_SIZE)
    paginator.count = n_rows
    page = paginator.get_page(wanted)
    return Page(
        rows=list(page.object_list),
        number=page.number,
        n_pages=paginator.num_pages,
        n_rows=n_rows,
        query=query.urlencode(),
        can_show_all=paginator.num_pages > 1 and n_rows <= SHOW_ALL_AT_MOST,
    )

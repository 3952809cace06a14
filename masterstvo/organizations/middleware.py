"""Which municipality the pages of this session speak of."""

from django.utils.functional import SimpleLazyObject

from masterstvo.organizations.queries import SESSION_KEY
from masterstvo.organizations.rules import visible_municipalities


def _current(request):
    visible = visible_municipalities(request.user).select_related("region")
    chosen = request.session.get(SESSION_KEY)
    return (visible.filter(pk=chosen).first() if chosen else None) or visible.order_by("title", "pk").first()


def current_municipality(get_response):
    """Put ``request.municipality`` on each request: the chosen one, else the first visible, else None. Read on first use."""

    def middleware(request):
        request.municipality = SimpleLazyObject(lambda: _current(request))
        return get_response(request)

    return middleware

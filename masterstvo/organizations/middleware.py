"""By which role the user of this session acts, and of which municipality the pages speak."""

from typing import Any

from django.contrib.auth.middleware import get_user
from django.utils.functional import SimpleLazyObject

from masterstvo.organizations.queries import ROLE_KEY, SESSION_KEY
from masterstvo.organizations.rules import acting_in_words, visible_municipalities


def _acting(request):
    user: Any = get_user(request)
    user.chosen_grant = request.session.get(ROLE_KEY) if user.is_authenticated else None
    user.acting_as = acting_in_words(user)
    return user


def acting_user(get_response):
    """Let ``request.user`` act by the role chosen in this session, and say by which: ``acting_as``. Read on first use."""

    def middleware(request):
        request.user = SimpleLazyObject(lambda: _acting(request))
        return get_response(request)

    return middleware


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

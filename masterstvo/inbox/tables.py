"""The number beside the menu's word."""

from masterstvo.core.numbers import counted
from masterstvo.inbox.queries import unread


def count_of_menu(request):
    n = unread(request.user)
    return (n, counted(n, "новое", "новых", "новых")) if n else None

"""The number beside the menu's word."""

from masterstvo.core.numbers import counted


def count_of_menu(request):
    n = getattr(request.user, "n_unread", 0)  # of one signed in by this very request nothing is known yet
    return (n, counted(n, "новое", "новых", "новых")) if n else None

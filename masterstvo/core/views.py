"""The guard of pages and the two bodies of one address."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers


def requires(permission, among=None):
    """Guard a page with ``permission``; with ``among``, load its object from what the user may see.

    ``among``: callable(user) -> QuerySet. What is not in it is 404, what is in it but refused is 403.
    """

    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request, pk=None, **kwargs):
            obj = get_object_or_404(among(request.user), pk=pk) if among else None
            if not request.user.has_perm(permission, obj):
                raise PermissionDenied
            return view(request, obj, **kwargs) if among else view(request, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate


def public(permission):
    """Say aloud that a page is open to everybody, under a permission that everyone holds."""

    def decorate(view):
        view.permission = permission
        return view

    return decorate


def render_page(request, template, context, *, piece, status=200):
    """Render ``template``, or only its ``piece`` when htmx asked for a part of the page."""
    if request.htmx and not request.htmx.boosted:
        template = piece
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])  # one URL, two bodies: caches must tell them apart
    return response

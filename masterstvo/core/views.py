"""The guard of pages and the two bodies of one address."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from masterstvo.core.context import VIEW_COOKIE, View
from masterstvo.core.errors import DomainError
from masterstvo.core.kit import kit_context

A_YEAR = 365 * 24 * 3600


def requires(permission, among=None):
    """Guard a page with ``permission``; with ``among``, load its object from what the user may see.

    ``among``: callable(user) -> QuerySet. What is not in it is 404, what is in it but refused is 403.
    """

    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request, pk=None, **kwargs):
            obj = get_object_or_404(among(request.user), pk=pk) if among else None
            if obj is not None and request.method in ("GET", "HEAD"):
                # Nothing changes while a page is read: rules ask a scope about its object once, and never the one it came from.
                obj.known_in = {(among, request.user.pk): True}
            if not request.user.has_perm(permission, obj):
                raise PermissionDenied
            return view(request, obj, **kwargs) if among else view(request, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # the guard's mark, read by tests and menus
        return guarded

    return decorate


def public(permission):
    """Say aloud that a page is open to everybody, under a permission that everyone holds."""

    def decorate(view):
        view.permission = permission
        view.is_public = True
        return view

    return decorate


def server_error(request):
    """Answer with Django's page of a breakdown and the number under which the server's log has it."""
    number = getattr(request, "number", "")
    return HttpResponseServerError(loader.render_to_string("500.html", {"number": number}))


def render_page(request, template, context, *, piece, status=200):
    """Render ``template``, or only its ``piece`` when htmx asked for a part of the page."""
    if request.htmx and not request.htmx.boosted:
        template = piece
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])  # one URL, two bodies: caches must tell them apart
    return response


def show_form(request, template, form, **context):
    """Show a page with its form; a refused form answers 422 and keeps what was typed."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def done(request, text, to, *args):
    """Say what happened and go on: a POST always ends in a redirect."""
    messages.success(request, text)
    return redirect(to, *args)


def tried(request, text, to, action, *args, **values):
    """Do what a button asks for and go to ``to``; a refusal is told there.

    ``text``: what happened, or callable(answer) -> it; ``to``: as ``redirect`` takes it, or callable() -> it, asked afterwards.
    """
    try:
        answer = action(*args, by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text(answer) if callable(text) else text)
    return redirect(to() if callable(to) else to)


def led(request, text, back, action, *args, to=None, **values):
    """Do what a button asks for and go to what came of it; a refusal is told at ``back``.

    ``to``: callable(answer) -> where it is, unless the answer itself has an address.
    """
    try:
        answer = action(*args, by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return done(request, text, to(answer) if to else answer)


def kept_private(response):
    """Keep a page with a name, open to whoever has its address, out of search engines and of caches on the way."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response


def site_of(request):
    """Return the beginning of our addresses, for links in letters: Host was checked against MASTERSTVO_HOSTS."""
    return f"{request.scheme}://{request.get_host()}"


def about_letter():
    """Say where a letter went: without a mail server letters land in a folder."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
        return f" Почта здесь не настроена: письма ложатся в папку {settings.EMAIL_FILE_PATH}."
    return ""


@public("core.change_view")
@require_POST
def view_change(request):
    """Keep how this person wants pages to look; each button of the form sends one of the three choices."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)  # redirect() would take it for the name of a page
    view = View.read(request).change(request.POST.dict())
    response.set_cookie(
        VIEW_COOKIE, view.as_cookie(), max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@public("core.view_kit")
def kit(request):
    """Every component in every state: what is not here is added here first."""
    return render(request, "core/kit.html", kit_context())

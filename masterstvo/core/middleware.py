"""What every answer carries and Django has no setting for."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from masterstvo.core import audit

SWITCHED_OFF = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "usb", "interest-cohort", "browsing-topics",
)  # fmt: skip
POLICY = ", ".join(f"{name}=()" for name in SWITCHED_OFF)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the browser that no page of ours ever needs a camera, a place or a payment."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", POLICY)
        return response

    return middleware


def request_number(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a number of its own: the log keeps it with what the request changed, and support can ask for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(6)  # type: ignore[attr-defined]  # Django's request takes further attributes
        with audit.coming_from(f"request:{request.number}"):  # type: ignore[attr-defined]
            response = get_response(request)
        response["X-Request-ID"] = request.number  # type: ignore[attr-defined]
        return response

    return middleware


def kept_nowhere(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let no browser and no proxy keep what a signed-in person was shown: the next one at a shared computer must not find it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # looking at the user would cost a query
            response.setdefault("Cache-Control", "no-store")
        return response

    return middleware

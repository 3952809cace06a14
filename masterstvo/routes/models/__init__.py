"""Individual educational routes of teachers, their steps, and the catalogue of what closes a deficit."""

from masterstvo.routes.models.offer import Gain, Offer, Showing
from masterstvo.routes.models.route import Route, RouteStep
from masterstvo.routes.models.template import RouteTemplate, TemplateStep, TemplateVersion

__all__ = [
    "Gain",
    "Offer",
    "Route",
    "RouteStep",
    "RouteTemplate",
    "Showing",
    "TemplateStep",
    "TemplateVersion",
]

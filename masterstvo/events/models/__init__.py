"""Events, what they consist of, who asked for a seat, who took part, and what was given and asked afterwards."""

from masterstvo.events.models.attendance import Certificate, EventSurvey, Participation, Registration
from masterstvo.events.models.event import Event, EventMaterial, EventPhoto, EventQuota, EventSession

__all__ = [
    "Certificate",
    "Event",
    "EventMaterial",
    "EventPhoto",
    "EventQuota",
    "EventSession",
    "EventSurvey",
    "Participation",
    "Registration",
]

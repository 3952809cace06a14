"""For whom an event is."""

from django.db.models import Q, QuerySet

from masterstvo.core.models import Term
from masterstvo.events.models import Event


def audience_of(event: Event) -> QuerySet[Term]:
    """Return the words that say to whom an event is offered; none: to everybody."""
    return Term.objects.filter(
        Q(pk__in=event.categories.values("pk")) | Q(pk__in=event.subjects.values("pk"))
    ).order_by("vocabulary", "position", "title", "pk")

"""What an event is about, and for whom it is."""

from django.db.models import Q

from masterstvo.core.models import Term
from masterstvo.core.terms import meant_titles
from masterstvo.events.models import Event


def topics_and_audience(event: Event) -> tuple[list[str], list[str]]:
    """Return in words what the event is about and to whom it is offered; nobody: to everybody. Queries: one."""
    chosen = [getattr(event, name).order_by().values("pk") for name in ("topics", "categories", "subjects")]
    words = Term.objects.filter(Q(pk__in=chosen[0]) | Q(pk__in=chosen[1]) | Q(pk__in=chosen[2]))
    found = list(words.order_by("vocabulary", "position", "title", "pk").select_related("merged_into"))
    topics = [word for word in found if word.vocabulary == "topic"]
    return meant_titles(topics), meant_titles(word for word in found if word not in topics)

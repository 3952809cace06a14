"""What members are told: into the inbox, where it is read after signing in; a letter never carries it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from masterstvo.communities.models import Community
from masterstvo.communities.queries import Reach, reach_of
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind


class NobodyToTell(DomainError):
    pass


@transaction.atomic
def send_message(*, community: Community, text: str, by: Any) -> Reach:
    """Tell the members of today. Raises: NobodyToTell."""
    reach = reach_of(community)
    if not reach.users:
        raise NobodyToTell("Ни у кого из участников нет учётной записи: сообщение никто не прочтёт.")
    record(
        by,
        "communities.send_message",
        community,
        changes={"n_members": (None, len(reach.users))},
        reason=text,
    )
    key = f"communities.message:{community.pk}:{timezone.now().isoformat()}"
    notify(
        reach.users,
        kind=NoticeKind.MESSAGE,
        text=f"{community}: {text}",
        key=key,
        url=community.get_absolute_url(),
    )
    return reach

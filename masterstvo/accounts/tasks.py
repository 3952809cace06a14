"""Letters about one's own account. Nothing personal stands in them: a letter may be read by others."""

from masterstvo.accounts import actions
from masterstvo.accounts.models import Invitation
from masterstvo.core.jobs import job


@job
def send_invitation(invitation_id: int, site: str) -> None:
    """Write the link of an invitation. The link is made here, so that it stands in no queue."""
    invitation = Invitation.objects.select_related("user").filter(pk=invitation_id).first()
    if invitation is not None:
        actions.send_invitation(invitation, site=site)

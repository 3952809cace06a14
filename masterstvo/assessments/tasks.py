"""Letters of campaigns."""

from masterstvo.assessments.actions import campaign as actions
from masterstvo.assessments.models import Campaign
from masterstvo.core.jobs import job


@job
def send_reminders(campaign_id: int, site: str) -> None:
    """Write to those who have not finished yet; a campaign closed meanwhile writes to nobody."""
    campaign = Campaign.objects.filter(pk=campaign_id, closed_on=None).first()
    if campaign is not None:
        actions.send_reminders(campaign, site=site)

"""What apps above may add to the pages of organizations, and what they take for their own lists."""

from operator import attrgetter

from masterstvo.core.listing import Column, ListPlace, Place

detail = Place()  # panels on the card of an organization: staff, documents, events …
listing = ListPlace()  # columns and filters of the list of organizations

ORGANIZATION = Column(
    "Организация", attrgetter("organization"), 40, url=lambda row: row.organization.get_absolute_url()
)

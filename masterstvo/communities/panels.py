"""What apps above may add to the pages of communities."""

from masterstvo.core.listing import Place

detail = Place()  # panels on the page of a community
scored = Place()  # panels beside the scores of all communities of a municipality

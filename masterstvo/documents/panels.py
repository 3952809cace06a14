"""What apps above may add to the pages of documents."""

from masterstvo.core.listing import Place

proofs = Place()  # panels on a document's page: what it proves

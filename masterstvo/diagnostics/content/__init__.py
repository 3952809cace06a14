"""A framework of competences as one document: JSON or a sheet of Excel, and what one edition changes in another. No database."""

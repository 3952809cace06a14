"""The text of a document as a Word file."""

from masterstvo.documents.word.made import is_made_here as is_made_here
from masterstvo.documents.word.made import made_document as made_document

"""Word files: ``Paper`` writes one from top to bottom, ``docx_response`` sends it; the other modules serve templates."""

from masterstvo.core.word.package import docx_response as docx_response
from masterstvo.core.word.paper import Paper as Paper

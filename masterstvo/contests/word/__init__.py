"""Papers of a contest as .docx files."""

"""Agenda: the calendar of a person, a school and a municipality, on a page and by a secret link."""

"""Components of the whole product as template tags."""

from django import template

register = template.Library()

"""Another day than today, for what is told as of a day: without it a test of a fixed day breaks some weeks later."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.utils import timezone


@contextmanager
def at_noon_of(day):
    """Let the program take ``day`` for today."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: moment)
        yield

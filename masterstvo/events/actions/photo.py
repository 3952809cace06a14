"""Photographs of an event: taken in together, each stored in two sizes, taken away with their files."""

import copy
from collections.abc import Collection
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from masterstvo.core.actions import add, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.pictures import prepare
from masterstvo.core.removal import remove_files
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.events.models import Event, EventPhoto

PHOTOS_AT_MOST = 60  # of one event


class TooManyPhotos(DomainError):
    field = "photos"


def add_photos(
    event: Event, *, photos: Collection[UploadedFile], consent_note: str, by: Any, title: str = ""
) -> list[EventPhoto]:
    """Add photographs under one note of consent, all or none. Raises: TooManyPhotos, Infected, NotAPicture, CannotRead."""
    pictures = []
    for each in photos:
        content = each.read()
        refuse_infected(content, each.name or "")
        pictures.append(run_limited(prepare, content))
    with transaction.atomic():
        event = lock(copy.copy(event))
        left = PHOTOS_AT_MOST - event.photos.count()
        if len(pictures) > left:
            raise TooManyPhotos(f"У события может быть {PHOTOS_AT_MOST} снимков, добавить можно ещё {left}.")
        return [
            add(
                EventPhoto(
                    event=event,
                    title=clean(title),
                    consent_note=clean(consent_note),
                    file=ContentFile(picture.large, name="photo.jpg"),
                    small=ContentFile(picture.small, name="photo-small.jpg"),
                ),
                by=by,
                action="events.add_photo",
            )
            for picture in pictures
        ]


@transaction.atomic
def remove_photo(photo: EventPhoto, *, by: Any) -> None:
    """Take a photograph away with both its files: consent may be withdrawn."""
    names = [str(photo.file.name), str(photo.small.name)]
    remove(photo, by=by, action="events.remove_photo", reason="")
    remove_files(names)

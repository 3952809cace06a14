"""Photographs of an event: what is left of what the camera wrote, who sees them, what becomes of the files."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from masterstvo.core.pictures import NotAPicture, prepare
from masterstvo.events.actions.photo import PHOTOS_AT_MOST
from masterstvo.events.models import EventPhoto
from tests.factories.facts import EventFactory, EventPhotoFactory

pytestmark = pytest.mark.django_db
ORIENTATION, GPS = 0x0112, 0x8825


def jpeg(size=(2400, 1200), *, rotated=False, **values):
    exif = Image.Exif()
    exif[ORIENTATION] = 6 if rotated else 1
    exif.get_ifd(GPS)[1] = "N"
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, "JPEG", exif=exif, comment=b"secret")
    return buffer.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.fixture
def event():
    return EventFactory(title="Семинар")


@pytest.fixture
def methodist(sign_in, event, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return sign_in(municipality=event.municipality)


# --- The picture ------------------------------------------------------------------------------------------------------
def test_a_photograph_is_upright_in_two_sizes_without_what_the_camera_wrote():
    picture = prepare(jpeg(rotated=True))
    large, small = opened(picture.large), opened(picture.small)

    assert (large.size, small.size) == ((800, 1600), (480, 360))
    assert not large.getexif()
    assert b"secret" not in picture.large
    assert b"Exif" not in picture.large + picture.small


def test_what_shines_through_is_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(buffer, "PNG")

    assert opened(prepare(buffer.getvalue()).large).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xd9", b"GIF89a", jpeg()[:200]])
def test_what_is_no_picture_is_refused_in_words(content):
    with pytest.raises(NotAPicture, match="JPEG"):
        prepare(content)


def answered(client, address):
    """Return how a photograph is given and its size."""
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    answer.close()
    return answer["Content-Disposition"], opened(content).size


# --- Pages ------------------------------------------------------------------------------------------------------------
def typed(*photos, **values):
    return {"gallery": "1", "consent_note": "журнал в школе", "photos": list(photos)} | values


def upload(name="IMG.jpg", content=None):
    return SimpleUploadedFile(name, jpeg((800, 600)) if content is None else content)


def test_several_photographs_are_added_at_once_seen_on_the_event_and_taken_away_with_their_files(
    methodist, event
):
    url = reverse("events:event_programme", args=[event.pk])
    assert methodist.post(url, typed(upload(), upload("IMG.png.jpg"), title="В зале")).status_code == 302
    photo, _ = EventPhoto.objects.order_by("pk")
    page = methodist.get(event.get_absolute_url()).content.decode()
    address = reverse("events:photo_file", args=[photo.pk])
    sizes = [answered(methodist, address + size) for size in ("", "?size=small")]

    assert f'src="{address}?size=small"' in page
    assert "журнал в школе" not in page
    assert sizes == [("inline", (800, 600)), ("inline", (480, 360))]

    names = [photo.file.name, photo.small.name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda function, **_: function())
        methodist.post(url, {"remove_photo": photo.pk})
    assert EventPhoto.objects.count() == 1
    assert [default_storage.exists(name) for name in names] == [False, False]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (typed(), "Обязательное поле"),
        (typed(upload(), consent_note=" "), "Обязательное поле"),
        (typed(upload("IMG.heic")), "JPEG и PNG"),
        (typed(upload(content=b"<html>")), "не то, что в названии"),
        (typed(upload(), upload(content=b"\xff\xd8\xff\xd9")), "не открывается"),
    ],
)
def test_a_photograph_that_is_none_or_without_consent_is_refused_and_none_is_stored(
    methodist, event, values, said
):
    answer = methodist.post(reverse("events:event_programme", args=[event.pk]), values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not EventPhoto.objects.exists()


def test_an_event_has_no_more_photographs_than_a_gallery_holds(methodist, event):
    EventPhotoFactory.create_batch(PHOTOS_AT_MOST - 1, event=event)

    answer = methodist.post(reverse("events:event_programme", args=[event.pk]), typed(upload(), upload()))

    assert (answer.status_code, event.photos.count()) == (422, PHOTOS_AT_MOST - 1)
    assert "добавить можно ещё 1" in answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(("actor", "status"), [("observer", 200), ("stranger", 404), ("plain", 404), ("nobody", 302)])  # fmt: skip
def test_who_sees_the_event_sees_its_photographs(as_actor, event, settings, tmp_path, actor, status):
    settings.MEDIA_ROOT = tmp_path
    photo = EventPhotoFactory(event=event)

    answer = as_actor(actor, event.municipality).get(reverse("events:photo_file", args=[photo.pk]))
    answer.close()

    assert answer.status_code == status

"""What an event consists of: its programme, its materials, its photographs."""

from django.forms import modelformset_factory
from django.shortcuts import get_object_or_404, render

from masterstvo.core.forms import submit
from masterstvo.core.proofs import sent, shown
from masterstvo.core.views import done, requires, tried
from masterstvo.events.actions.event import add_material, programme_token, remove_material, set_programme
from masterstvo.events.actions.photo import add_photos, remove_photo
from masterstvo.events.forms import MaterialForm, PhotosForm, SessionForm
from masterstvo.events.models import EventMaterial, EventSession
from masterstvo.events.queries.names import people_named
from masterstvo.events.rules import visible_events, visible_materials, visible_photos
from masterstvo.people.rules import people_here

EMPTY_LINES = 3  # of the programme, to be filled in


@requires("events.change_event", among=visible_events)
def event_programme(request, event):
    """The lines of the programme in one form, materials in another, photographs in a third."""
    if "remove_photo" in request.POST:
        photo = get_object_or_404(event.photos, pk=request.POST["remove_photo"])
        return tried(request, "Снимок убран.", f"{request.path}#photos", remove_photo, photo)
    if "remove" in request.POST:
        material = get_object_or_404(event.materials, pk=request.POST["remove"])
        return tried(request, "Материал убран.", request.path, remove_material, material)
    formset = _formset(request, event)
    material = MaterialForm(
        *((request.POST, request.FILES) if "material" in request.POST else ()),
        instance=EventMaterial(event=event),
    )
    if material.is_bound and submit(material, add_material, event=event, by=request.user):
        return done(request, "Материал добавлен.", request.path)
    photos = PhotosForm(*((request.POST, request.FILES) if "gallery" in request.POST else ()))
    if photos.is_bound and submit(photos, add_photos, event, by=request.user):
        return done(request, "Снимки добавлены.", f"{request.path}#photos")
    if formset.is_bound and formset.is_valid():
        sessions = _with_cards([form.instance for form in formset if form.cleaned_data.get("title")], request)
        return tried(
            request,
            "Программа сохранена.",
            event,
            set_programme,
            event,
            sessions=sessions,
            token=request.POST.get("programme", ""),
        )
    token = programme_token(list(event.sessions.order_by("starts_at", "pk")))
    context = {
        "event": event,
        "formset": formset,
        "programme": token,
        "materials": event.materials.order_by("pk"),
        "form": material,
        "photos": event.photos.order_by("pk"),
        "photos_form": photos,
    }
    is_wrong = formset.is_bound or material.is_bound or photos.is_bound
    return render(request, "events/event_programme.html", context, status=422 if is_wrong else 200)


def _with_cards(sessions, request):
    """Link each speaker whose name means one person of the municipality to their card."""
    found = people_named([each.speaker for each in sessions], people_here(request)) if sessions else []
    for session, each in zip(sessions, found, strict=True):
        session.person = each.chosen
    return sessions


def _formset(request, event):
    made = modelformset_factory(EventSession, form=SessionForm, extra=EMPTY_LINES)
    rows = event.sessions.order_by("starts_at", "pk")
    initial = [{"starts_at": event.starts_at}] if event.starts_at and not rows.exists() else []
    if "programme" not in request.POST:
        return made(queryset=rows, prefix="s", initial=initial)
    return made(request.POST, queryset=rows, prefix="s", initial=initial)


@requires("events.view_material", among=visible_materials)
def material_file(request, material):
    """Send the file to be saved, never shown."""
    return sent(material.file)


@requires("events.view_eventphoto", among=visible_photos)
def photo_file(request, photo):
    """Show a photograph: both files are JPEG of our own making, whatever was uploaded."""
    return shown(photo.small if request.GET.get("size") == "small" else photo.file)

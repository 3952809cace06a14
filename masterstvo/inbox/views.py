"""Pages of notices: the list, and how one wants to be written to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from masterstvo.core.choices import Choice
from masterstvo.core.forms import bind, submit
from masterstvo.core.paging import paginate
from masterstvo.core.views import about_letter, done, requires, show_form
from masterstvo.inbox.actions import read_notices, save_preference
from masterstvo.inbox.choices import NoticeKind
from masterstvo.inbox.forms import PreferenceForm
from masterstvo.inbox.queries import preference_of
from masterstvo.inbox.rules import own_notices

LIST = "inbox:notice_list"


@requires("inbox.view_notice")
def notice_list(request):
    kind = request.GET.get("kind", "")
    rows = own_notices(request.user)
    if kind in NoticeKind.values:
        rows = rows.filter(kind=kind)
    return render(
        request,
        "inbox/notice_list.html",
        {
            "page": paginate(request, rows),
            "kinds": [
                Choice("Все", request.path, is_current=not kind),
                *(
                    Choice(label.capitalize(), f"?kind={key}", is_current=key == kind)
                    for key, label in NoticeKind.choices
                ),
            ],
            "n_unread": request.user.n_unread,
        },
    )


@require_POST
@requires("inbox.view_notice", among=own_notices)
def notice_open(request, notice):
    """Note a notice as read and go to what it speaks of."""
    read_notices(own_notices(request.user).filter(pk=notice.pk))
    return redirect(notice.url or LIST)


@require_POST
@requires("inbox.view_notice")
def notice_read_all(request):
    read_notices(own_notices(request.user))
    messages.success(request, "Все уведомления отмечены прочитанными.")
    return redirect(LIST)


@requires("inbox.view_notice")
def notice_settings(request):
    form = bind(PreferenceForm, request, instance=preference_of(request.user))
    if submit(form, save_preference, request.user, by=request.user):
        return done(request, f"Настройки уведомлений сохранены.{about_letter()}", LIST)
    return show_form(request, "inbox/notice_settings.html", form)

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from masterstvo.core import menu
from masterstvo.core.context import Shell, View
from tests.factories.accounts import UserFactory


@pytest.fixture
def items(monkeypatch):
    """An empty menu; whatever the test adds is gone afterwards."""
    monkeypatch.setattr(menu, "_items", [])
    monkeypatch.setattr(menu, "frame", menu.Frame())


def add(title="Образцы", url_name="core:kit", permission="core.view_kit", order=1, section="", **more):
    menu.add_item(
        section=section,
        title=title,
        icon="sun",
        url_name=url_name,
        permission=permission,
        order=order,
        **more,
    )


def titles(user, path="/"):
    return [(heading, [link.title for link in links]) for heading, links in menu.sections(user, path)]


@pytest.mark.usefixtures("items")
def test_menu_shows_only_what_the_user_may_open():
    add()
    add("Тайное", permission="core.no_such_permission")

    assert titles(AnonymousUser()) == [("", ["Образцы"])]


@pytest.mark.usefixtures("items")
def test_sections_stand_in_the_order_of_their_first_items():
    add("Отчёт", section="План года", order=30)
    add("Педагоги", section="Люди", order=20)
    add("Мероприятия", section="План года", order=10)

    assert titles(AnonymousUser()) == [("План года", ["Мероприятия", "Отчёт"]), ("Люди", ["Педагоги"])]


@pytest.mark.usefixtures("items")
def test_account_and_footer_stand_apart():
    add("Выйти", section=menu.ACCOUNT, post=True)
    add("Помощь", section=menu.FOOTER)

    assert titles(AnonymousUser()) == []
    assert [link.title for link in menu.links(AnonymousUser(), "/", section=menu.ACCOUNT)] == ["Выйти"]


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize(
    ("path", "current"), [("/kit/", "page"), ("/kit/inside/", "true"), ("/kitchen/", ""), ("/", "")]
)
def test_current_item_is_the_nearest_above_the_page(path, current):
    add()

    [(_, [link])] = menu.sections(AnonymousUser(), path)

    assert link.current == current


@pytest.mark.usefixtures("items")
def test_same_item_twice_is_one_item():
    add()
    add()

    assert titles(AnonymousUser()) == [("", ["Образцы"])]


@pytest.mark.django_db
@pytest.mark.usefixtures("items")
def test_frame_shows_place_role_search_and_counts(client):
    add(section="План года", count=lambda user: (3, "просрочены"))
    add("Выйти", section=menu.ACCOUNT, url_name="core:view_change", permission="core.change_view", post=True)
    menu.set_place(lambda user: "Приреченский район")
    menu.set_role(lambda user: "методист")
    menu.set_search(url_name="core:kit", permission="core.view_kit", label="Найти педагога")
    client.force_login(UserFactory(full_name="Соколова Ирина Викторовна"))

    html = client.get("/kit/").content.decode()

    for words in (
        "<title>Образцы оформления — Мастерство, Приреченский район</title>",
        '<span class="cnt">3<span class="vh"> просрочены</span></span>',
        '<b>Соколова Ирина Викторовна</b><span class="muted">методист</span>',
        '<label class="vh" for="find">Найти педагога</label>',
        '<button class="lnk">Выйти</button>',
        'aria-current="page"',
        'data-page="core:kit"',
    ):
        assert words in html


def test_shell_of_a_request_refused_early_has_no_user():
    shell = Shell(RequestFactory().get("/"))

    assert not shell.user.is_authenticated
    assert shell.page == ""


@pytest.mark.parametrize("cookie", ["", "theme=pink&size=2", "theme%3Dpink%26size%3D2&x", "\x00", "=" * 500])
def test_unknown_choices_in_the_cookie_count_for_nothing(cookie):
    request = RequestFactory().get("/")
    request.COOKIES["view"] = cookie

    assert View.read(request) in (View(), View(size="2"))

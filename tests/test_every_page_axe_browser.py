"""The rules of accessibility on every page of the program: light and dark, wide and narrow in turn.

Pages are asked for by the test client and shown in one tab that keeps the style sheet: walking there would take minutes.
Scripts do not run; what they change is held to the same rules by the journeys.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests import access
from tests.access import PAGES, YES, url_of
from tests.browser import AXE_TAGS

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db]
READERS = ("methodist", "person", "mentor", "school", "superuser")
VIEWS = [(width, theme) for width in (1440, 390) for theme in ("light", "dark")]
SHOW = """html => {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const each of page.querySelectorAll('script')) each.remove()
  for (const each of page.querySelectorAll('img')) each.removeAttribute('src')
  document.title = page.title
  document.body.replaceWith(document.adoptNode(page.body))
  scrollTo(0, 0)
}"""
LOOK = """async ([exclude, options]) => {
  const found = await axe.run({include: [['html']], exclude}, options)
  return found.violations.flatMap(each => each.nodes.map(node => [each.id, node.html.slice(0, 160), node.any.concat(node.all, node.none).map(each => each.message).join(' ')]))
}"""


@pytest.fixture
def tab(chromium):
    """A page with the style sheet and the rules in it, to which others give their bodies."""
    import axe_playwright_python

    rules = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    style = Path(finders.find("core/app.css")).read_text(encoding="utf-8")
    context = chromium.new_context(locale="ru-RU")
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())  # icons say nothing to these rules
    page.set_content(f'<!doctype html><html lang="ru"><head><title>.</title><style>{style}</style></head><body></body></html>')  # fmt: skip
    page.evaluate(rules)
    yield page
    context.close()


def pages_of(world, browser_of):
    """Yield (actor, address, page) of every page, as it is shown to the first of ``READERS`` who may read it."""
    clients = {actor: browser_of(actor) for actor in READERS}
    for row, name, wanted in access.addresses():
        page = PAGES.get(row)
        actor = next((each for each in READERS if page and page.answers[each] == YES), None)
        if actor is None or page.is_post:
            continue
        address = url_of(world, name, wanted)
        response = clients[actor].get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield actor, f"{name} {address}", response.content.decode()
        response.close()  # of a file that nobody reads to its end


def test_no_page_breaks_the_rules_of_accessibility(tab, world, browser_of):
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    found, shown = defaultdict(list), list(pages_of(world, browser_of))
    menus = set()  # one look at each is enough: it is most of a small page
    for number, (width, theme) in enumerate(VIEWS):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=theme)
        for actor, address, page in shown[number :: len(VIEWS)]:
            tab.evaluate(SHOW, page)
            exclude = [[".side"]] if (actor, number) in menus else []
            menus.add((actor, number))
            for rule, element, why in tab.evaluate(LOOK, [exclude, options]):
                found[rule, element].append((f"{address} ({width}, {theme})", why))

    told = [
        f"{rule}: {element}\n  {pages[0][1]}\n  on {'; '.join(address for address, _ in pages[:3])} ({len(pages)})"
        for (rule, element), pages in found.items()
    ]
    assert len(shown) > 250
    if told:
        pytest.fail("\n".join(told), pytrace=False)

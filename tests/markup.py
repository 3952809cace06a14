"""What is wrong with a page's HTML, found without a browser."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "source", "col", "wbr"}
BLOCKS = {"div", "p", "ul", "ol", "dl", "table", "form", "section", "fieldset", "h1", "h2", "h3", "h4"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.problems, self.ids, self.references, self.headings = [], [], [], [], []
        self.labelled, self.controls = set(), []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in BLOCKS and "p" in self.open:
            self.problems.append(f"<{tag}> inside a paragraph at line {self.getpos()[0]}")
        if tag not in VOID:
            self.open.append(tag)
        self._look(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self._look(tag, dict(attrs))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:] or 'nothing'} at line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _look(self, tag, attrs):
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name in REFERENCES:
            self.references += [(name, target) for target in (attrs.get(name) or "").split()]
        if tag == "label" and attrs.get("for"):
            self.labelled.add(attrs["for"])
        hidden = tag == "input" and attrs.get("type") in ("hidden", "submit")
        if tag in ("input", "select", "textarea") and not hidden:
            named = "aria-label" in attrs or "label" in self.open
            self.controls.append((tag, attrs.get("id"), attrs.get("name"), named))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))


def problems(html, *, whole_page=False):
    """Return what is wrong in words: tags, ids, references, labels; on a whole page also its headings."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = [*reader.problems, *(f"<{tag}> is not closed" for tag in reader.open)]
    found += sorted({f'id="{each}" stands twice' for each in reader.ids if reader.ids.count(each) > 1})
    found += [
        f'{name}="{target}" leads nowhere' for name, target in reader.references if target not in reader.ids
    ]
    found += [
        f"<{tag} name={name}> has no label"
        for tag, id_, name, named in reader.controls
        if not named and id_ not in reader.labelled
    ]
    if whole_page:
        if reader.headings.count(1) != 1:
            found.append(f"{reader.headings.count(1)} headings of the first level")
        main = reader.headings[reader.headings.index(1) :] if 1 in reader.headings else []
        found += [f"h{a} is followed by h{b}" for a, b in zip(main, main[1:], strict=False) if b > a + 1]
    return found

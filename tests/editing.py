"""Correcting a row as a person does: the form is opened, then sent back with the token that it carried."""

from html.parser import HTMLParser

_NOT_ALWAYS = ("file", "submit", "button", "checkbox", "radio")  # the last two when they are checked


class Forms(HTMLParser):
    """What a browser would send of each form of a page. Shape: ``found`` is [{name: [value]}], ``files`` the names of files beside it."""

    def __init__(self, content):
        super().__init__()
        self.found, self.files, self._select, self._text = [], [], None, None
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        unsaid = "on" if told.get("type") in ("checkbox", "radio") else ""
        name, value = told.get("name"), told.get("value", unsaid) or ""
        if tag == "form":
            self.found.append({})
            self.files.append([])
        elif not self.found:
            return
        elif tag == "select":
            self._select = (name, "multiple" in told)
            self.found[-1].setdefault(name, [])
        elif tag == "option" and self._select:
            self._option(value, "selected" in told)
        elif tag == "textarea":
            self._text = name
            self.found[-1].setdefault(name, []).append("")
        elif tag == "input" and told.get("type") == "file":
            self.files[-1].append(name)
        elif tag == "input" and name and (told.get("type") not in _NOT_ALWAYS or "checked" in told):
            self.found[-1].setdefault(name, []).append(value)

    def _option(self, value, is_selected):
        name, is_multiple = self._select
        chosen = self.found[-1][name]
        if is_selected and not is_multiple:
            chosen[:] = [value]
        elif is_selected or (not chosen and not is_multiple):
            chosen.append(value)

    def handle_data(self, data):
        if self._text:
            self.found[-1][self._text][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            values = self.found[-1][self._text]
            values[-1] = values[-1].removeprefix("\n").removeprefix("\r\n")
            self._text = None
        elif tag == "select":
            self._select = None


def sent_by(response):
    """Return what the editing form on a page would send, or an empty dict when none carries a token."""
    return next((form for form in Forms(response.content.decode()).found if "token" in form), {})


def token_on(client, url):
    """Return the token on the form at ``url``."""
    return sent_by(client.get(url))["token"][0]


def correct(client, url, typed, **options):
    """Open the form at ``url`` and send ``typed``; return the answer."""
    return client.post(url, {"token": token_on(client, url), **typed}, **options)

"""The rules of the house, kept by tests: docs/adr says why."""

import ast
import inspect
import re
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
OWN = [config for config in apps.get_app_configs() if config.name.startswith("masterstvo.")]
SOURCES = sorted(path for path in (ROOT / "masterstvo").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "masterstvo").rglob("templates/**/*.html"))


def _pages(patterns, namespace=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from _pages(pattern.url_patterns, pattern.namespace or namespace)
        elif pattern.name:
            yield namespace, pattern.name, pattern.callback


PAGES = sorted(_pages(get_resolver().url_patterns), key=lambda page: page[:2])
FUNCTIONS = [page for page in PAGES if not hasattr(page[2], "view_class")]


@pytest.mark.parametrize(
    ("app", "name", "view"), FUNCTIONS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_url_view_and_template_share_a_stem(app, name, view):
    assert view.__name__ == name
    assert view.__module__.startswith(f"masterstvo.{app}.views")
    rendered = set(re.findall(r'"([\w/]+)\.html"', inspect.getsource(inspect.unwrap(view))))
    assert {template for template in rendered if not Path(template).name.startswith("_")} <= {f"{app}/{name}"}


@pytest.mark.parametrize(
    ("app", "name", "view"), PAGES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_page_names_a_permission_that_exists(app, name, view):
    permission = getattr(view, "permission", "")

    assert permission.startswith(f"{app}.")
    assert rules.perm_exists(permission)


def test_no_page_template_is_an_orphan():
    pages = {f"{app}/{name}" for app, name, _ in PAGES}
    shells = {"base", "plain", "400", "403", "403_csrf", "404", "500"}
    found = {str(path).split("templates/")[-1].removesuffix(".html") for path in TEMPLATES}

    assert {
        name for name in found if not Path(name).name.startswith("_") and not name.startswith("admin/")
    } <= pages | shells


def test_only_actions_write():
    """Reads text, so a write behind another name escapes; ``update(`` of a dict cannot be told from a QuerySet's."""
    writers = re.compile(r"\.(save|create|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(")
    allowed = (
        "actions",
        "management",
        "demo",
        "core/audit.py",
        "core/removal.py",
        "core/terms.py",
        "accounts/models.py",
        "indicators/catalogue",
    )
    offenders = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        if not any(part in path.as_posix() for part in allowed)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if writers.search(line) and "file.save(" not in line and ".save(buffer" not in line
    ]

    assert offenders == []


def test_actions_know_no_request():
    offenders = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "actions" in path.as_posix()
        and re.search(r"from django\.(http|shortcuts|contrib\.messages)", path.read_text("utf-8"))
    ]

    assert offenders == []


def test_apps_meet_only_through_public_modules():
    """Another app's views, forms, tasks and templates are its own business."""
    private = {"views", "forms", "tables", "tasks", "receivers", "urls", "admin"}
    offenders = []
    for path in SOURCES:
        own = path.relative_to(ROOT / "masterstvo").parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("masterstvo."):
                parts = node.module.split(".")
                names = set(parts[2:3]) or {alias.name for alias in node.names}
                if parts[1:] and parts[1] not in (own, "core") and names & private:
                    offenders.append(f"{path.relative_to(ROOT)}: {node.module}")

    assert offenders == []


def test_every_app_says_in_one_sentence_what_it_is_for():
    assert [config.name for config in OWN if not (config.module.__doc__ or "").strip()] == []


def test_every_model_says_in_one_sentence_what_it_is():
    silent = [
        m._meta.label
        for c in OWN
        for m in c.get_models()
        if not m.__doc__ or m.__doc__.startswith(f"{m.__name__}(")
    ]

    assert silent == []


def test_every_model_has_a_factory():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/factories").glob("*.py"))
    missing = [
        m._meta.label
        for c in OWN
        for m in c.get_models()
        if not re.search(rf"^        model = {m.__name__}$", text, re.M)
    ]

    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_inline_code(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"\sstyle=|<style|\son\w+=|hx-on|<script(?![^>]*\ssrc=)|javascript:", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_endblock_repeats_its_name(path):
    assert re.findall(r"{%\s*endblock\s*%}", path.read_text(encoding="utf-8")) == []


def test_no_file_is_a_drawer_for_everything():
    drawers = {"utils.py", "helpers.py", "services.py", "mixins.py", "common.py", "misc.py"}

    assert [str(path.relative_to(ROOT)) for path in SOURCES if path.name in drawers] == []


def test_env_example_lists_every_variable_that_the_settings_read():
    read = set(
        re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text(encoding="utf-8"))
    )
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))

    assert listed == read


def test_no_tracked_file_names_a_package_registry():
    hosts = re.compile(r"(pypi|npmjs|pythonhosted|debian)\.(org|com)/")
    names = [
        "requirements.txt",
        "requirements-dev.txt",
        "pyproject.toml",
        "Makefile",
        "package.json",
        "package-lock.json",
    ]
    offenders = [
        name
        for name in names
        if (ROOT / name).exists() and hosts.search((ROOT / name).read_text(encoding="utf-8"))
    ]

    assert offenders == []

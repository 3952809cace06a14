import os
import shutil
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from masterstvo.core import fonts


@contextmanager
def living_in(folder):
    """Make ``folder`` the home, with static files hashed as in production."""
    assets = folder / "assets"
    assets.mkdir(exist_ok=True)
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        HOME=folder,
        ASSETS_ROOT=assets,
        STATICFILES_DIRS=[assets],
        STATIC_ROOT=folder / "static",
        STORAGES={**settings.STORAGES, "staticfiles": hashed},
    ):
        finders.get_finder.cache_clear()
        yield
    finders.get_finder.cache_clear()


def build():
    said, warned = StringIO(), StringIO()
    call_command("build_assets", stdout=said, stderr=warned)
    return said.getvalue(), warned.getvalue()


def times(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A new home after its first build, without npm, and what that build said and warned of."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch, living_in(folder):
        patch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
        return folder, *build()


@pytest.fixture
def home(built, tmp_path):
    """A home that was built before: to hash and to compress everything takes seconds."""
    shutil.copytree(built[0], tmp_path, dirs_exist_ok=True)
    with living_in(tmp_path):
        yield tmp_path


@pytest.fixture
def no_npm(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))


@pytest.mark.once
@pytest.mark.django_db
def test_without_npm_pages_take_the_systems_typeface(home, built, client):
    _, said, warned = built

    assert warned.count("\n") == 1
    assert "npm не найден" in warned
    assert "Статические файлы готовы" in said
    html = client.get("/kit/").content.decode()
    assert "fonts.css" not in html
    assert "/static/core/icons." in html


@pytest.mark.usefixtures("no_npm")
def test_second_build_changes_nothing(home):
    before = times(home / "static")

    build()

    assert times(home / "static") == before != {}


@pytest.mark.usefixtures("no_npm")
def test_build_collects_again_after_a_change(home):
    (home / "assets" / "core" / "new.svg").write_text("<svg/>")

    build()

    assert (home / "static" / "core" / "new.svg").exists()


def test_npm_that_fails_is_told_in_one_line(home, monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    (folder / "npm").write_text("#!/bin/sh\necho 'npm error network' >&2\necho more >&2\nexit 1\n")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    _, warned = build()

    assert "npm ci: npm error network" in warned
    assert warned.count("\n") == 1


def built_fonts():
    """Return the folder of the package where a set-up of this copy left it, or None."""
    for home in (os.environ.get("MASTERSTVO_HOME"), Path(__file__).parents[2] / "var"):
        if home and (Path(home) / "npm" / fonts.PACKAGE_FILES).exists():
            return Path(home) / "npm" / fonts.PACKAGE_FILES
    return None


needs_package = pytest.mark.skipif(
    built_fonts() is None, reason="the typeface was not fetched: run make setup with npm"
)


@needs_package
def test_typeface_is_light_and_knows_every_letter_of_a_report(tmp_path):
    from fontTools.ttLib import TTFont

    fonts.build_fonts(built_fonts(), tmp_path / "fonts")

    sheets = list((tmp_path / "fonts").glob("*.woff2"))
    assert sum(path.stat().st_size for path in sheets) <= 40 * 1024
    letters = set().union(*(TTFont(path).getBestCmap() for path in sheets))
    assert {ord(letter) for letter in "АЯЁабвяё№«»—–−₽%0123456789QWz\u00a0"} <= letters
    weights = {
        path.name.split("-")[-1][:3]: TTFont(path)["OS/2"].usWeightClass
        for path in (tmp_path / "fonts").glob("*.ttf")
    }
    assert weights == {"400": 400, "600": 600}


@needs_package
def test_picture_takes_the_built_typeface(tmp_path, settings):
    from masterstvo.core.charts import columns_svg, raster_fonts_folder, svg_to_png

    svg = columns_svg(labels=["ноябрь"], plan=[10], fact=[8.9], description="д")
    settings.ASSETS_ROOT = tmp_path / "none"
    system = svg_to_png(svg, zoom=1)
    settings.ASSETS_ROOT = tmp_path
    fonts.build_fonts(built_fonts(), raster_fonts_folder())

    assert svg_to_png(svg, zoom=1) != system


def test_lock_file_pins_the_package_and_names_no_registry():
    import json

    lock = json.loads((Path(__file__).parents[2] / "package-lock.json").read_text())
    [package] = [value for key, value in lock["packages"].items() if key]

    assert package["version"] == "5.3.0"
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package

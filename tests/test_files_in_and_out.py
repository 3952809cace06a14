"""What comes in as a file is looked into first; what goes out as a file is saved, not shown, and computes nothing."""

import re
import stat
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from masterstvo.core import scanning
from masterstvo.core.exports import CONTENT_TYPE
from masterstvo.plans.models import PlanFile
from masterstvo.reports.word import builtin_template
from tests import access
from tests.editing import Forms
from tests.factories.plan_documents import plan_docx

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = [
    (row, name, wanted)
    for row, name, wanted in access.addresses()
    if name not in ("accounts:sign_out", "core:kit")
]
NEEDED = {  # what a form wants besides the file
    "imports:batch_create": {"kind": "people"},
    "documents:document_create": {"kind": "order", "number": "1", "dated_on": "2026-01-01"},
    "communities:material_create": {"title": "Запись"},
    "contests:contest_detail": {"do": "regulations"},
    "contests:entry_detail": {"check": "replace"},
    "events:event_programme": {"material": "1", "title": "Слайды", "consent_note": "журнал"},
    "events:event_certificates": {"template": "set"},
    "documents:template_create": {"title": "Бланк", "kind": "order"},
}
UPLOADS = {
    "план.docx": plan_docx(),
    "шаблон.docx": builtin_template(),
    "люди.csv": "ФИО;Организация;Должность\nИванов И.И.;Школа;учитель\n".encode(),
    "приказ.pdf": b"%PDF-1.4\n%%EOF\n",
    "анкета.json": b"{}",
    "снимок.jpg": b"\xff\xd8\xff\xd9",
}


def url_of(world, name, wanted):
    return reverse(name, kwargs={each: world.arguments[name][each] for each in wanted})


def got(browser, url):
    """Return the answer; a file that it would stream is closed."""
    answer = browser.get(url)
    answer.close()
    return answer


# --- In -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def antivirus(settings, tmp_path):
    """Set an antivirus that answers as it is told; return what it has been shown."""
    program, log = tmp_path / "scan.py", tmp_path / "seen"

    def says(code, *, sleeps=0):
        program.write_text(
            f"#!{sys.executable}\nimport pathlib, sys, time\ntime.sleep({sleeps})\n"
            f"pathlib.Path({str(log)!r}).write_bytes(pathlib.Path(sys.argv[-1]).read_bytes())\nsys.exit({code})\n"
        )
        program.chmod(stat.S_IRWXU)
        settings.SCAN_COMMAND = [str(program), "--quiet"]
        return log

    return says


def pages_with_files(world, browser):
    """Return [(row, address, the fields of its form, the name of the file's field)], one for each form that takes a file."""
    found = []
    for row, name, wanted in OWN:
        answer = got(browser, url_of(world, name, wanted))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            forms = Forms(answer.content.decode())
            found += [
                (row, url_of(world, name, wanted), fields, files[0])
                for fields, files in zip(forms.found, forms.files, strict=True)
                if files
            ]
    return found


def test_every_page_that_takes_a_file_shows_it_to_the_antivirus_first(world, browser_of, antivirus, settings):
    seen, browser = antivirus(1), browser_of("methodist")
    stored = set(Path(settings.MEDIA_ROOT).rglob("*"))
    pages = pages_with_files(world, browser)
    assert len(pages) >= 5

    let_through = []
    for row, url, typed, field in pages:
        fields = typed | NEEDED.get(row, {})
        for name, content in UPLOADS.items():
            sent = fields | {field: SimpleUploadedFile(name, content)}
            answer = browser.post(
                url, sent, follow=True
            )  # a button that refuses tells so on the page it leads to
            if "антивирус нашёл опасное" in answer.content.decode():
                assert seen.read_bytes() == content
                break
        else:
            let_through.append((row, "never asked"))

    assert let_through == []
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == stored


@pytest.mark.parametrize(("code", "sleeps"), [(2, 0), (0, 5)], ids=["broken", "silent"])
def test_an_antivirus_that_does_not_answer_lets_nothing_in(antivirus, settings, code, sleeps):
    antivirus(code, sleeps=sleeps)
    settings.SCAN_SECONDS = 0.5 if sleeps else 60

    with pytest.raises(scanning.CannotScan, match="не удалось"):
        scanning.refuse_infected(b"x", "a.pdf")


def test_a_clean_file_goes_on_and_its_name_is_no_argument(antivirus):
    seen = antivirus(0)

    scanning.refuse_infected(b"clean", "--remove; rm -rf.pdf")

    assert seen.read_bytes() == b"clean"


def test_without_the_setting_nothing_is_asked(settings):
    settings.SCAN_COMMAND = []

    scanning.refuse_infected(b"x", "a.pdf")


@pytest.mark.parametrize("command", [["plan_import"], ["import_file", "people"]])
def test_the_command_line_asks_too(world, antivirus, tmp_path, command):
    antivirus(1)
    file = tmp_path / ("план.docx" if command == ["plan_import"] else "люди.csv")
    file.write_bytes(UPLOADS[file.name])

    with pytest.raises(CommandError, match="антивирус нашёл опасное"):
        call_command(*command, str(file), municipality=world.municipality.code)


def test_a_stored_file_and_the_command_line_are_read_under_limits_too(
    world, browser_of, monkeypatch, tmp_path
):
    limited = []

    def refuse(function, *arguments, **options):
        limited.append(function.__name__)
        raise scanning.CannotScan("слишком долго")

    for place in ("plans.queries.plan", "plans.actions.file", "imports.queries", "reports.actions.report"):
        monkeypatch.setattr(f"masterstvo.{place}.run_limited", refuse)
    browser = browser_of("methodist")
    file = PlanFile.objects.filter(municipality=world.municipality).first()
    told = [
        browser.get(reverse("plans:plan_import", args=[file.pk]), follow=True),
        browser.get(
            reverse("imports:batch_map", args=[world.arguments["imports:batch_map"]["pk"]]), follow=True
        ),
        browser.post(
            reverse("reports:report_template_edit", args=[world.arguments["reports:report_edit"]["pk"]]),
            {"file": SimpleUploadedFile("шаблон.docx", UPLOADS["шаблон.docx"])},
        ),
    ]
    for command, name in ((["plan_import"], "план.docx"), (["import_file", "people"], "люди.csv")):
        (tmp_path / name).write_bytes(UPLOADS[name])
        with pytest.raises(CommandError, match="слишком долго"):
            call_command(*command, str(tmp_path / name), municipality=world.municipality.code)

    assert all("слишком долго" in answer.content.decode() for answer in told)
    assert limited == ["read_plan", "read_tables", "check_template", "read_plan", "read_tables"]


# --- Out ------------------------------------------------------------------------------------------------------------
FORMULA = "=1+1"  # the other beginnings are tried cell by cell in tests/core/test_exports.py
AS_TABLE = "?as=xlsx&xlsx=1"


KEYS = (
    "code", "key", "vocabulary", "object_type", "action", "sha256", "kind", "password", "indicator_code", "rrule",
    "instrument", "criterion", "link",
)  # fmt: skip


def spoil(words):
    """Let every text of every row begin as a formula would, where the database takes it."""
    config = [each for each in apps.get_app_configs() if each.name.startswith("masterstvo.")]
    for model in (model for each in config for model in each.get_models()):
        for field in model._meta.concrete_fields:
            is_text = type(field) in (models.CharField, models.TextField) and not field.choices
            if is_text and field.name not in KEYS:
                try:
                    with transaction.atomic():
                        value = models.functions.Concat(
                            models.Value(words), models.functions.Cast("pk", models.TextField())
                        )
                        model._base_manager.update(**{field.name: value})
                except DatabaseError:  # a choice of its own kept as text, a unique or a checked column
                    continue


def test_no_cell_of_any_excel_file_is_computed(world, browser_of):
    browser = browser_of("methodist")
    spoil(FORMULA)
    books, told = 0, 0
    for _, name, wanted in OWN:
        answer = got(browser, url_of(world, name, wanted) + AS_TABLE)
        if answer.get("Content-Type") == CONTENT_TYPE:
            books += 1
            told += texts_without_formulas(name, answer.content).count(FORMULA)
    assert books >= 20
    assert told >= 20  # the words did reach the files


def texts_without_formulas(name, content):
    """Return all texts of a workbook; fail where a cell is computed."""
    package = zipfile.ZipFile(BytesIO(content))
    texts = ""
    for part in package.namelist():
        text = package.read(part).decode("utf-8", "replace")
        if part.startswith("xl/worksheets/sheet"):
            assert not re.search(r"<f[ >/]", text), (name, part)
        texts += text if part.startswith("xl/") else ""
    return texts


def test_there_is_no_other_way_out_as_a_table():
    """Excel leaves through core/exports.py and imports/workbooks.py; nothing writes CSV, where texts cannot be told from formulas."""
    root = Path(__file__).resolve().parents[1] / "masterstvo"
    writers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"\bWorkbook\(|csv\.(w|DictW)riter|xlsxwriter", path.read_text(encoding="utf-8"))
    }

    assert writers == {"core/exports.py", "imports/workbooks.py"}


# --- Pages ----------------------------------------------------------------------------------------------------------
SCRIPT = "<script>alert(1)</script>"


def test_no_word_of_a_person_becomes_a_tag_on_any_page(world, browser_of):
    browser = browser_of("methodist")
    spoil(SCRIPT)
    pages, escaped, broken = 0, 0, []
    for row, name, wanted in OWN:
        answer = got(browser, f"{url_of(world, name, wanted)}?q={SCRIPT}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            pages += 1
            escaped += "&lt;script&gt;" in page
            broken += [row] if "<script>alert" in page else []

    assert broken == []
    assert pages >= 80
    assert escaped >= 60  # the words did reach the pages


def test_a_picture_that_may_carry_scripts_is_not_taken(world, browser_of):
    url = reverse("documents:document_create")
    typed = NEEDED["documents:document_create"] | {
        "file": SimpleUploadedFile("а.svg", b"<svg onload='alert(1)'/>")
    }

    answer = browser_of("methodist").post(url, typed)

    assert answer.status_code == 422
    assert "Такой файл не примем" in answer.content.decode()

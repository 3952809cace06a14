import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from masterstvo.imports import actions
from masterstvo.imports.choices import BatchState
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch
from masterstvo.organizations.models import OrganizationStatus
from masterstvo.people.models import Person
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.sheets import GOOD_ROWS, SCHOOL, csv_bytes, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return OrganizationFactory(title=SCHOOL, short_title="СОШ № 1", code="001")


def opened(school, rows, kind="statuses"):
    batch = actions.open_batch(
        municipality=school.municipality, kind=kind, name="файл.xlsx", content=xlsx(rows), by=None
    )
    batch.refresh_from_db()
    return batch


def upload(client, content, kind="statuses", name="файл.xlsx"):
    return client.post(
        reverse("imports:batch_create"), {"kind": kind, "file": SimpleUploadedFile(name, content)}
    )


ACTORS = [
    ("methodist", 200), ("head", 200), ("observer", 403), ("school", 403), ("plain", 403), ("expired", 403), ("nobody", 302),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "status"), [*ACTORS, ("stranger", 200)])
@pytest.mark.parametrize("page", ["batch_list", "batch_create"])
def test_who_opens_the_history_and_the_first_step(as_actor, school, page, actor, status):
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse(f"imports:{page}")).status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [(actor, status if status in (200, 302) else 404) for actor, status in ACTORS] + [("stranger", 404)],
)
@pytest.mark.parametrize("page", ["batch_detail", "batch_map", "batch_undo", "batch_refused"])
def test_who_opens_a_batch(as_actor, school, page, actor, status):
    batch = opened(school, [GOOD_ROWS["statuses"]])
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse(f"imports:{page}", args=[batch.pk])).status_code == status


@pytest.mark.parametrize("actor", ["observer", "school", "stranger", "plain"])
@pytest.mark.parametrize("page", ["batch_commit", "batch_fix", "batch_drop", "batch_undo"])
def test_who_may_not_change_a_batch(as_actor, school, page, actor):
    batch = opened(school, [GOOD_ROWS["statuses"]])
    client = as_actor(actor, school.municipality, school)

    assert client.post(reverse(f"imports:{page}", args=[batch.pk])).status_code == 404
    assert ImportBatch.objects.get().state == BatchState.PREVIEW


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_takes_the_same_queries(sign_in, school, django_assert_num_queries, count):
    ImportBatchFactory.create_batch(count, municipality=school.municipality)
    client = sign_in(municipality=school.municipality)
    with django_assert_num_queries(7):
        response = client.get(reverse("imports:batch_list"))

    assert response.content.decode().count("people.xlsx</a>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries(sign_in, school, django_assert_num_queries, count):
    batch = ImportBatchFactory(
        municipality=school.municipality, state="preview", counts={"rows": count, "new": 0, "refused": count}
    )
    refusal = {
        "column": "ФИО",
        "value": "Я",
        "reason": "Нет имени.",
        "candidates": [{"label": "Он", "column": "@ФИО", "fix": "1"}],
    }
    ImportRowFactory.create_batch(
        count, batch=batch, verdict="refused", cells={"ФИО": "Я"}, refusals=[refusal]
    )
    client = sign_in(municipality=school.municipality)
    with django_assert_num_queries(9):
        response = client.get(reverse("imports:batch_detail", args=[batch.pk]))

    assert response.content.decode().count("Нет имени.") == count


def test_a_file_goes_from_upload_to_the_registry_and_back(sign_in, school):
    client = sign_in(municipality=school.municipality)
    wrong = {**GOOD_ROWS["statuses"], "Статус": "Точка рста", "Начало": "01.09.2023", "Окончание": ""}

    uploaded = upload(client, xlsx([GOOD_ROWS["statuses"], wrong]))
    batch = ImportBatch.objects.get()
    page = client.get(uploaded.url).content.decode()
    fixed = client.post(reverse("imports:batch_fix", args=[batch.pk]), {"fix": "3|Статус|Точка роста"})
    committed = client.post(reverse("imports:batch_commit", args=[batch.pk]))
    after_commit = OrganizationStatus.objects.count()
    undone = client.post(reverse("imports:batch_undo", args=[batch.pk]))

    assert uploaded.url == reverse("imports:batch_detail", args=[batch.pk])
    assert "Такого слова нет в словаре" in page
    assert {answer.status_code for answer in (uploaded, fixed, committed, undone)} == {302}
    assert (after_commit, OrganizationStatus.objects.count()) == (2, 0)
    assert "Загрузка отменена" in client.get(undone.url).content.decode()


def test_cells_are_fixed_in_place_and_kept_as_typed(sign_in, school):
    client = sign_in(municipality=school.municipality)
    batch = opened(school, [{**GOOD_ROWS["statuses"], "Начало": "31.06.2024"}])
    place = [column.name for column in KINDS["statuses"].columns].index("Начало")

    client.post(reverse("imports:batch_fix", args=[batch.pk]), {f"r2-{place}": "30.06.2024"})

    batch.refresh_from_db()
    assert batch.rows.get().fixes == {"Начало": "30.06.2024"}
    assert batch.counts["new"] == 1


def test_without_agreement_refused_rows_stop_the_commit(sign_in, school):
    client = sign_in(municipality=school.municipality)
    batch = opened(school, [GOOD_ROWS["statuses"], {**GOOD_ROWS["statuses"], "Статус": "нечто"}])

    client.post(reverse("imports:batch_commit", args=[batch.pk]))
    stopped = OrganizationStatus.objects.count()
    client.post(reverse("imports:batch_commit", args=[batch.pk]), {"clean": "1"})

    assert (stopped, OrganizationStatus.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "пуст"), (b"%PDF-", "PDF"), (xlsx([GOOD_ROWS["training"]]), "Похоже, это «Курсы»")],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_stored(sign_in, school, content, words):
    response = upload(sign_in(municipality=school.municipality), content)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_unknown_columns_are_mapped_by_hand(sign_in, school):
    client = sign_in(municipality=school.municipality)
    row = {**GOOD_ROWS["statuses"]}
    row["Чем славна"] = row.pop("Статус")

    uploaded = upload(client, xlsx([row]))
    mapped_at = client.get(uploaded.url).url
    columns = [column.name for column in KINDS["statuses"].columns]
    header = list(row)
    chosen = {f"c{columns.index(name)}": header.index(name) for name in header if name in columns}
    refused = client.post(mapped_at, chosen)
    twice = client.post(mapped_at, {**chosen, f"c{columns.index('Статус')}": header.index("Начало")})
    accepted = client.post(mapped_at, {**chosen, f"c{columns.index('Статус')}": header.index("Чем славна")})

    assert (refused.status_code, twice.status_code, accepted.status_code) == (422, 422, 302)
    assert "уже выбран" in twice.content.decode()
    assert ImportBatch.objects.get().counts["new"] == 1


def test_a_person_is_chosen_among_candidates_by_one_click(sign_in, school):
    client = sign_in(municipality=school.municipality)
    client_batch = opened(school, [GOOD_ROWS["people"]], "people")
    actions.commit_batch(batch=client_batch, clean_rows=False, by=None)
    batch = opened(school, [{**GOOD_ROWS["people"], "ФИО": "Беловa Мария Олегована"}], "people")
    person = Person.objects.get()

    page = client.get(batch.get_absolute_url()).content.decode()
    client.post(reverse("imports:batch_fix", args=[batch.pk]), {"fix": f"2|@ФИО|{person.pk}"})

    batch.refresh_from_db()
    assert "это новый человек" in page
    assert (batch.counts["changed"], batch.counts["refused"]) == (1, 0)


def test_a_long_file_shows_its_progress_until_it_is_checked(sign_in, school):
    batch = ImportBatchFactory(municipality=school.municipality, state="reading", done_share=0.4)
    client = sign_in(municipality=school.municipality)
    address = reverse("imports:batch_detail", args=[batch.pk])

    whole, piece = client.get(address), client.get(address, headers={"HX-Request": "true"})
    ImportBatch.objects.update(state="preview", counts={"rows": 0})
    over = client.get(address, headers={"HX-Request": "true"})

    assert 'value="0.40"' in whole.content.decode()
    assert piece.content.decode().strip().startswith('<div id="progress"')
    assert over.headers["HX-Refresh"] == "true"


def test_a_long_file_is_checked_by_a_job(sign_in, school, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("masterstvo.imports.actions.batch.CHECK_AT_ONCE", 0)

    with django_capture_on_commit_callbacks(execute=True):
        upload(sign_in(municipality=school.municipality), xlsx([GOOD_ROWS["statuses"]]))

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.done_share, batch.counts["new"]) == (BatchState.PREVIEW, 1, 1)


def test_a_check_that_broke_off_says_so_and_can_be_asked_for_again(sign_in, school):
    batch = opened(school, [GOOD_ROWS["statuses"]])
    client = sign_in(municipality=school.municipality)

    actions.stop_check(batch=batch)
    page = client.get(batch.get_absolute_url()).content.decode()
    client.post(reverse("imports:batch_fix", args=[batch.pk]))

    batch.refresh_from_db()
    assert "Проверка прервалась" in page
    assert batch.state == BatchState.PREVIEW


def test_a_dropped_file_leaves_nothing(sign_in, school, django_capture_on_commit_callbacks):
    batch = opened(school, [GOOD_ROWS["statuses"]])
    path = batch.file.path

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(municipality=school.municipality).post(reverse("imports:batch_drop", args=[batch.pk]))

    assert not ImportBatch.objects.exists()
    with pytest.raises(FileNotFoundError):
        open(path).close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_table_of_a_kind_is_recognised_and_its_example_is_no_data(sign_in, school, kind):
    client = sign_in(municipality=school.municipality)

    content = client.get(reverse("imports:batch_sample", args=[kind])).content
    book = load_workbook(io.BytesIO(content))
    response = upload(client, content, kind, "образец.xlsx")

    assert [cell.value for cell in book.worksheets[0][1]] == [column.name for column in KINDS[kind].columns]
    assert "нет ни одной заполненной строки" in response.content.decode()


def test_refused_rows_come_back_as_a_safe_file_that_can_be_brought_in_again(sign_in, school):
    client = sign_in(municipality=school.municipality)
    upload(
        client,
        csv_bytes([{**GOOD_ROWS["statuses"], "Статус": "=1+1", "Основание": "=HYPERLINK(1)"}]),
        name="ф.csv",
    )
    batch = ImportBatch.objects.get()

    content = client.get(reverse("imports:batch_refused", args=[batch.pk])).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))

    assert row["Статус"].data_type in ("s", "inlineStr")
    assert row["Строка исходного файла"].value == 2
    assert "Такого слова нет в словаре" in row["Что исправить"].value
    assert upload(client, content).status_code == 302


def test_words_that_no_dictionary_has_lead_to_the_dictionary_until_decided(sign_in, school):
    client = sign_in(municipality=school.municipality)
    batch = opened(school, [GOOD_ROWS["people"]], kind="people")
    batch = actions.commit_batch(batch=batch, clean_rows=True, by=None)
    url = reverse("imports:batch_detail", args=[batch.pk])
    link = reverse("people:word_list") + '?of=subject">Разобрать'

    page = client.get(url).content.decode()
    assert ("2\u00a0слова" in page, link in page) == (True, True)
    for word in batch.counts["words"]:
        client.post(reverse("people:word_confirm", args=[word]))

    assert link not in client.get(url).content.decode()

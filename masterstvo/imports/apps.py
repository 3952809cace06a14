from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "masterstvo.imports"
    verbose_name = "Загрузка данных"

    def ready(self):
        from masterstvo.core import integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.imports import (  # noqa: F401, PLC0415 -- app ready
            personal,
            rules,
            tasks,
        )

        personal.declare_personal()

        integrity.add_sums("imports.ImportBatch")
        menu.add_item(
            section="Люди и школы",
            title="Загрузка данных",
            icon="table-2",
            url_name="imports:batch_list",
            permission="imports.view_batch",
            order=290,
        )

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "masterstvo.imports"
    verbose_name = "Загрузка данных"

    def ready(self):
        from masterstvo.core import integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.imports import (  # noqa: F401, PLC0415 -- app ready
            actions,
            personal,
            queries,
            rules,
            tasks,
        )
        from masterstvo.people.personal import Expiry, erase_with, let_expire  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("imports.ImportRow", actions.erase_rows)
        let_expire(Expiry("imports", "файлы загрузок", queries.batches_before, actions.expire_batches))

        integrity.add_sums("imports.ImportBatch")
        menu.add_item(
            section="Люди и школы",
            title="Загрузка данных",
            icon="table-2",
            url_name="imports:batch_list",
            permission="imports.view_batch",
            order=290,
        )

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "masterstvo.quality"
    verbose_name = "Качество"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels  # noqa: PLC0415 -- app ready
        from masterstvo.quality import (  # noqa: F401, PLC0415 -- app ready
            rules,
            sources,
            tables,
        )

        sources.declare()
        panels.detail.add(tables.organization_panel, order=40)
        menu.add_item(
            section="Люди и школы",
            title="Результаты ВПР и ГИА",
            icon="chart-no-axes-column",
            url_name="quality:pupilresult_list",
            permission="quality.view_pupilresult",
            order=250,
        )
        keep(
            threshold(
                "weak_skill",
                "Слабое умение",
                "Сколько процентов учеников должны справиться, чтобы умение не считалось слабым",
                label="Процентов",
                most=100,
            )
        )

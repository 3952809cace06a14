from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "masterstvo.demo"
    verbose_name = "Учебный район"

    def ready(self):
        from masterstvo.accounts import panels  # noqa: PLC0415 -- app ready
        from masterstvo.demo.actions.load import sign_ins  # noqa: PLC0415 -- app ready

        panels.offer_demo_sign_ins(sign_ins)

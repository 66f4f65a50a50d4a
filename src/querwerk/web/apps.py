from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "querwerk.web"

    def ready(self) -> None:
        from . import checks, personal  # noqa: F401 - importing the checks registers them

        personal.declare()

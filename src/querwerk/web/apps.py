from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "querwerk.web"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "querwerk.intake"
    default_auto_field = "django.db.models.BigAutoField"

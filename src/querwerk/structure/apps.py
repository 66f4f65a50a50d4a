from django.apps import AppConfig


class StructureConfig(AppConfig):
    name = "querwerk.structure"
    default_auto_field = "django.db.models.BigAutoField"

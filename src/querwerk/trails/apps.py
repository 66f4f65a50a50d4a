from django.apps import AppConfig


class TrailsConfig(AppConfig):
    name = "querwerk.trails"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "querwerk.projects"
    default_auto_field = "django.db.models.BigAutoField"

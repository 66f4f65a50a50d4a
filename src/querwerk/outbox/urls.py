from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [path("konto/post/", views.own, name="own")]

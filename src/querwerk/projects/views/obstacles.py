"""The register of obstacles."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from querwerk.journal.request import Request
from querwerk.structure.queries import sources
from querwerk.tables import FORMS, download

from ..exchange.register import obstacles_csv
from ..queries.obstacles import Choice, register


def obstacles(request: Request) -> HttpResponse:
    found = register(request.actor, Choice.read(request.GET.dict()))
    return render(request, "projects/obstacles.html", {"register": found, "known_sources": sources()})


def export(request: Request) -> HttpResponse:
    found = register(request.actor, Choice.read(request.GET.dict()))
    return download(obstacles_csv(found.every), FORMS["csv"], "hemmnisse.csv")

"""Is there something like it already? And following an entry. Texts come by POST: no address and no log holds them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from querwerk.journal.actions import NOBODY
from querwerk.journal.request import Request

from .actions.following import end_following, start_following
from .alike import entries_like, entry
from .following import followed, follows
from .forms import SimilarForm


@csrf_exempt  # nothing is written, and no cookie is set for a look
@never_cache
def similar(request: Request) -> HttpResponse:
    form = SimilarForm(request.POST or None)
    actor = NOBODY if "unnamed" in request.POST else request.actor  # on pages without a name nobody is known
    lines = None
    if form.is_valid():
        lines = entries_like(actor, form.cleaned_data["title"], form.cleaned_data["text"])
    page = "web/similar_part.html" if "part" in request.POST else "web/similar.html"
    return render(request, page, {"form": form, "lines": lines, "reader": actor})


def following(request: Request) -> HttpResponse:
    return render(request, "web/following.html", {"lines": followed(request.actor)})


def follow(request: Request, kind: str, slug: str) -> HttpResponse:
    line = entry(kind, slug, request.actor)
    if request.method != "POST":
        if line is None or line.entry.thread is None:
            raise Http404
        return render(request, "web/follow.html", {"line": line, "follows": follows(request.actor, line.entry.thread)})
    if "end" in request.POST:
        end_following(kind, slug, by=request.actor)
        messages.success(request, _("You are no longer told about it."))
    elif line is None or line.entry.thread is None:
        raise Http404
    else:
        start_following(line, by=request.actor, at=timezone.now())
        messages.success(request, _("You will get a mail when its state moves."))
    return redirect("following")

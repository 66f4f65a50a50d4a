"""Documents and the words they contain, by German word stem."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """Something that can be found: a project, a theme, a unit. ``kind`` and ``slug`` name its page."""

    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=160)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="document_once")]

    def __str__(self) -> str:
        return self.title


class Stem(models.Model):
    """A word stem of the whole house."""

    text = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """A stem occurs in a document; ``weight`` is higher in titles and names than in texts."""

    stem = models.ForeignKey(Stem, on_delete=models.CASCADE, related_name="postings")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stem", "document"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.stem_id} in {self.document_id}"

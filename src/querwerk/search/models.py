"""Documents and the words they contain."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """Something that can be found: a project, a theme, a unit. ``kind`` and ``slug`` name its page.

    ``names`` are former names, ``body`` all its further text (for the passage a hit shows). ``house`` documents are
    found by those who work in the house, ``internal`` ones by those who may see all of the house only.
    """

    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=160)
    title = models.CharField(max_length=300)
    names = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    internal = models.BooleanField(default=False)
    house = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="document_once")]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A folded word of the whole house and its stem."""

    text = models.CharField(max_length=80, unique=True)
    stem = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """A word occurs in a document; ``weight`` is higher in titles and names than in texts."""

    pk = models.CompositePrimaryKey("word_id", "document_id")
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="postings", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.word_id} in {self.document_id}"


class Packed(models.Model):
    """The postings of a document as two runs of numbers: words (four bytes each) and their weights (one byte).

    A hundred thousand of them are read in seconds; their postings, row by row, would take ten times that.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="packed")
    words = models.BinaryField()
    weights = models.BinaryField()

    def __str__(self) -> str:
        return f"words of {self.document_id}"


class Change(models.Model):
    """The number of the last change of a document, written, changed or removed; numbers rise in the order of commits.

    A process that keeps documents in memory asks for what is newer than the last number it has seen.
    """

    document = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"change {self.number}"

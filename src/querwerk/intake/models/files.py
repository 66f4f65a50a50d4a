"""Files that lie with an inquiry."""

from __future__ import annotations

from django.db import models

from querwerk.uploads import Kind

from .inquiry import Inquiry

_KINDS = [(kind.value, kind.value) for kind in Kind]


class InquiryFile(models.Model):
    """A picture or a document that whoever asks lays with it, under the hash of its content.

    How it was called is not kept: names of files name people. It is read by whoever reads the inquiry.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="files")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, choices=_KINDS)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "digest"], name="inquiryfile_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.digest[:8]}"

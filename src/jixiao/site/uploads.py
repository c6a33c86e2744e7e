"""Uploads are cut off at the limit while they arrive, before anything is kept in memory."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from jixiao.intake.limits import MAX_BYTES


class LimitedUpload(FileUploadHandler):
    """Skips a file that grows past the limit and marks the request with its name, so that the form can say so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        if self.seen > MAX_BYTES:
            if self.request is not None:
                self.request.META["jixiao.upload_too_large"] = self.file_name or True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

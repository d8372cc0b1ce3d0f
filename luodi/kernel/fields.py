"""A text column whose content only this installation can read."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


class EncryptedCharField(models.TextField):
    """Text kept encrypted with a key derived from the secret key (telephone numbers, robot keys)."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if not value:
            return value
        try:
            return _fernet(settings.SECRET_KEY).decrypt(value.encode()).decode()
        except InvalidToken:  # the secret key was replaced: the number is lost, the record is not
            return ""

    def get_prep_value(self, value: Any) -> Any:
        return _fernet(settings.SECRET_KEY).encrypt(str(value).encode()).decode() if value else ""


@lru_cache(maxsize=2)
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"field:{secret}".encode()).digest()))

"""Checkpoints: one folder each under the place given by HPORT_CHECKPOINTS, named by its token, never by a path."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from typing import Iterable, Optional, Tuple

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Checkpoints:
    """Keeps none when there is no place for them."""

    def __init__(self, place: Optional[str]) -> None:
        self._place = place

    def fresh(self) -> Tuple[Optional[str], Optional[str]]:
        """Token and empty folder of a name never used before: several guests may share the place."""
        if self._place is None:
            return None, None
        token = secrets.token_hex(12)
        folder = os.path.join(self._place, token)
        os.makedirs(folder)
        return token, folder

    def find(self, token: str) -> Optional[str]:
        """None when there is none, or what was asked for is no token."""
        if self._place is None or TOKEN.fullmatch(token) is None:
            return None
        folder = os.path.join(self._place, token)
        return folder if os.path.isdir(folder) else None

    def keep(self, token: Optional[str]) -> Optional[str]:
        """The token when the evaluation left something in the folder; if not, the folder goes."""
        if token is None or self._place is None:
            return None
        if os.listdir(os.path.join(self._place, token)):
            return token
        self.remove([token])
        return None

    def remove(self, tokens: Iterable[Optional[str]]) -> None:
        for token in tokens:
            folder = None if token is None else self.find(token)
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

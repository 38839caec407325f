"""The built widget as it is served: its bytes, its version, its integrity hash."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.widget_build import BUNDLE

_VERSION_LENGTH = 12


class BundleMissingError(Exception):
    """The widget has not been built; the text says how it is."""


@dataclass(frozen=True)
class Bundle:
    """One build. Its version is a hash of its content: what is under an address never changes."""

    content: bytes
    compressed: bytes
    version: str
    integrity: str
    """For a script element's `integrity`: ``sha384-...``."""

    @classmethod
    def load(cls, path: Path = BUNDLE) -> Bundle:
        """Read the built script.

        Raises:
            BundleMissingError: there is none.
        """
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise BundleMissingError("The website widget is not built; run: make setup") from None
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        return cls(
            content=content,
            # Without a time stamp, so that all replicas serve the same bytes.
            compressed=gzip.compress(content, compresslevel=9, mtime=0),
            version=hashlib.sha256(content).hexdigest()[:_VERSION_LENGTH],
            integrity=f"sha384-{digest}",
        )

    @property
    def versioned_path(self) -> str:
        """The address under which this very build is served, on the web process."""
        return f"/widget/{self.version}/widget.js"


class LazyBundle:
    """The bundle, read at the first request that needs it: the chat API works without one."""

    def __init__(self) -> None:
        self._bundle: Bundle | None = None

    def __call__(self) -> Bundle:
        """The bundle.

        Raises:
            BundleMissingError: it was not built; the next call looks again.
        """
        if self._bundle is None:
            self._bundle = Bundle.load()
        return self._bundle

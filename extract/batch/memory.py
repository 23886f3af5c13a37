"""The memory of a process that runs for days."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give freed memory back to the system where the C library would keep it for itself (glibc); elsewhere do nothing.

    What batches of many sizes leave free lies in pieces between what stays, and a process that only ever reuses them grows by
    a tenth over 100,000 documents.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)

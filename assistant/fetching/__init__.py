"""Files from addresses on the web, with limits; standard library only.

`fetcher` gets one file: redirects, robots.txt, size, time. `connecting` decides which addresses
may be connected to, and connects to exactly the address that it has checked.
"""

from __future__ import annotations

from assistant.fetching.fetcher import Fetched, Fetcher, FetchLimits

__all__ = ["FetchLimits", "Fetched", "Fetcher"]

"""The types of what fixtures give to tests."""

from collections.abc import Awaitable, Callable

import httpx

from tests.factories import Body

Work = Callable[[], Awaitable[None]]
Connect = Callable[..., httpx.AsyncClient]
MakeKey = Callable[..., Awaitable[str]]
Subscribe = Callable[..., Awaitable[Body]]
Publish = Callable[..., Awaitable[Body]]

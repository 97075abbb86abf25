"""The types of what fixtures give to tests."""

from collections.abc import Awaitable, Callable, Iterable

import httpx
from litestar import Litestar

from service.settings import Settings
from tests.factories import Body

Applications = Callable[[Settings], Awaitable[Litestar]]
Work = Callable[[], Awaitable[None]]
Connect = Callable[..., httpx.AsyncClient]
MakeKey = Callable[..., Awaitable[str]]
Subscribe = Callable[..., Awaitable[Body]]
PublishMany = Callable[[Iterable[Body]], Awaitable[None]]
Publish = Callable[..., Awaitable[Body]]

"""The page of searching."""

from litestar import Controller, get
from litestar.response import Template

from service.web.templates import page


class SearchPages(Controller):
    include_in_schema = False

    @get("/", operation_id="searchPage")
    async def show(self) -> Template:
        return page("search/search.html")

"""The pages of one listing."""

from litestar import Controller


class ListingPages(Controller):
    include_in_schema = False

"""The pages of alerts."""

from litestar import Controller


class AlertPages(Controller):
    include_in_schema = False

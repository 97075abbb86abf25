"""The pages of a recruiter."""

from litestar import Controller


class RecruiterPages(Controller):
    include_in_schema = False

"""Alembic's entry: runs the steps over a connection that the caller hands in."""

from alembic import context
from sqlmodel import SQLModel

import service.accounts.models
import service.alerts.models
import service.canary.models
import service.candidates.declarations.models
import service.candidates.models
import service.change_log
import service.legibility.models
import service.listings.models
import service.mail.models
import service.mail.returns.models
import service.mail.streams.models
import service.matching.rankings.models
import service.vectors
import service.work  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()

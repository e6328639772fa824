"""Runs the migrations on the connection that `assistant.database.migrate` hands over."""

from alembic import context

from assistant.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()

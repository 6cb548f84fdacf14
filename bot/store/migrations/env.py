"""What Alembic runs to migrate: on the connection that `Database.migrate` opened, inside its transaction."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too can undo a CREATE TABLE, once BEGIN is ours to send
)
with context.begin_transaction():
    context.run_migrations()

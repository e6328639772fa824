"""One chain of schema changes for all tables; run by `assistant.database.migrate`."""

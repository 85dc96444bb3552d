"""The training store: SQLite, one writer, read-only queries."""

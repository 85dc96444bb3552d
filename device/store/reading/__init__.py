"""Read-only queries, for any process."""

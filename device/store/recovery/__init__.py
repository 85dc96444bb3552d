"""Opens the store, repairing it first if needed."""

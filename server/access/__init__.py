"""Who asks, from where, how often, and what that client may do."""

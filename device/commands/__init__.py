"""The subcommands of ``cablecoach`` that measure; each reads options and calls a room."""

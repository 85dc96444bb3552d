"""The subcommands of ``cablecoach`` that show."""

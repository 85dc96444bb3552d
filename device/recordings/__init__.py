"""The raw tap of a source on disk: write, read, replay."""

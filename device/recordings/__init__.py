"""Raw readings of a source on disk: write, read, replay.

A recording is text, one reading per line below a ``#`` header (docs/recordings.md). It is only ever
appended to, so whatever cut it short, what stands before the cut can be read again.
"""

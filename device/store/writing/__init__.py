"""The one writer of the training store."""

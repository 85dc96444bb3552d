"""A recorder of what a program writes, and every power cut that could have ended it."""

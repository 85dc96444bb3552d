"""Answers the commands of the web server."""

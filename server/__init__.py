"""The web server of CableCoach: the page, its live stream, the API and the CSV."""

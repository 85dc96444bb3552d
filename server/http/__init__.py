"""Sockets, TLS, whole requests, threads and fairness among clients."""

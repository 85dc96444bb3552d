"""The device process: threads, signals, watchdog. It puts the rooms together and adds no
measuring, scoring or storing of its own.
"""

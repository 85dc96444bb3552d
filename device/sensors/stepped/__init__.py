"""A cable machine whose time passes only when it is told to; for tests and for looking at a page.

Nothing happens by itself: no rest ends a set, no repetition begins while somebody looks. Read
``machine`` (what is done with the handle), then ``source`` (how it is asked for).
"""

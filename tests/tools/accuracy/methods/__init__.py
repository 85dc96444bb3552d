"""Ways to find repetitions: our detector as it is, as it was in a former version, and two plain
methods. Each takes a recording and gives a ``Found``.
"""

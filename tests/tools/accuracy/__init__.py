"""How well the detector finds what is known to have been done, beside other methods.

``sets`` says where recordings come from whose truth is known: the simulator, and ``strokes``,
which pastes those of real people. ``run`` puts one through the ``methods``, ``matching`` pairs
what was found with the truth, ``errors`` says how far apart they are, ``figures`` condenses the
errors of many, and ``printing`` makes tables of them.
"""

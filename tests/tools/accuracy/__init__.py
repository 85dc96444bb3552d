"""How well the detector finds what a simulated trainee really did, beside two plain methods.

``run`` puts one simulated recording through a method, ``matching`` pairs what it found with the
truth, ``errors`` says how far apart they are, ``summary`` condenses the errors of many.
"""

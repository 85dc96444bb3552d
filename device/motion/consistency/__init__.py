"""Two sensors watch each other: what force says of the position, and the position of force."""

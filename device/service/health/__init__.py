"""How the station is: rates, power, disk, threads."""

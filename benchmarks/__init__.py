"""How fast and how lean the software is, as ratios against something bare that runs beside it."""

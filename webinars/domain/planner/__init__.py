"""The planner: which start times suit the cities of a seminar best, and the proof that none suit better."""

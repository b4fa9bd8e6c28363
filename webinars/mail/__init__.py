"""Letters claimed and sent."""

"""What each letter says, for the worker and for the preview."""

"""Pages of the office's own people, all below /organise."""

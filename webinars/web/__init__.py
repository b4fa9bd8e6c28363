"""HTML, JSON and .ics over HTTP."""

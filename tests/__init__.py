"""The tests: they mirror the floors, plus journeys/, browser/, load/ and house/ (the laws)."""

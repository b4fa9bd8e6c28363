"""The laws of the house, as tests: each names the files and lines that break it."""

"""Migrations of the database; every one runs on SQLite and on PostgreSQL."""

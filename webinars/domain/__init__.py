"""Rules without Flask and without SQL: time zones, running order, calendar, seating."""

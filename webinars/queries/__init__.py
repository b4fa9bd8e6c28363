"""What the software reads: eager, each with a budget of SQL statements."""

"""What benchmarks share: databases, crowds of people, mail servers and clocks."""

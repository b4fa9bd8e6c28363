"""What the software does: verbs, one transaction each."""

"""What shows records and raises messages; knows no services."""

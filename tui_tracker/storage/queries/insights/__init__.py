"""What the measures are counted from, a module a theme; every count is grouped in SQL."""

"""Formats in and out: readers yield drafts, writers take records; knows no storage."""

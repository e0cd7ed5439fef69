"""One function a use-case: reads give records, writes are one transaction with one journal entry."""

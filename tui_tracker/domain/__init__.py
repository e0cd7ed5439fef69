"""What is true of referral relationships: pure functions and frozen records, no I/O, no clock."""

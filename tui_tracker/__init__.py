"""tui_tracker: looks after the relationships that bring a health-care practice its referrals."""

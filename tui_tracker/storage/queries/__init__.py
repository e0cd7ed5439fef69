"""Every joined SELECT, a module a theme; frozen records come out."""

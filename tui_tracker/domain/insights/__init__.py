"""The measures of RULES section 10, by theme: what each one is, its rules, and the records in which it is told."""

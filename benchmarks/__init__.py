"""What is fast enough, measured side by side with a Textual hello world."""

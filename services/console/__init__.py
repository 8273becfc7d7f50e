"""The console: the back office that a credit controller looks at all day."""

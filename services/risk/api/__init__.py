"""Risk over HTTP: read from the view, written as commands."""

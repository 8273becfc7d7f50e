"""Notifications: delivers what was decided, and tells what came of it."""

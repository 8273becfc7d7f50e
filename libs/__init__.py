"""What every service stands on: shared values, the event runtime and the tools around it."""

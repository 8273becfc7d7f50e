"""The decider that the runtime runs."""

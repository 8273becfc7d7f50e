"""The decider that the runtime runs, and what its decisions have to see."""

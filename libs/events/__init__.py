"""The event runtime: what services say, how one partition decides, recovers and waits."""

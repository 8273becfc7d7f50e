"""An auditor of the log: its own reader, its own sums; shares no code with what it audits."""

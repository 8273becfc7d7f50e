"""Services in memory: logs with transaction markers, databases, owners that crash and take over."""

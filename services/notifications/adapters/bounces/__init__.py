"""What comes back from mail servers: delivery reports, read out of a mailbox folder."""

"""A life that was played, as one page that a browser shows: mails, a timeline, ageing."""

"""What reaches the world outside: templates, mail servers, mailboxes."""

"""Files and folders into the services, with a report line a document or statement."""

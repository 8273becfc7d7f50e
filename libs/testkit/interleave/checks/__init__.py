"""What must hold in every state and at the end, told from the logs' events and the truth alone."""

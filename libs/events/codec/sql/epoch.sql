-- How many keys were destroyed; who knows a smaller number may have one of them cached.
SELECT epoch FROM epochs

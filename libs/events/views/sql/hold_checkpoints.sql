-- Until the transaction ends nobody moves them; who reads rows is not kept from it.
LOCK TABLE checkpoints IN SHARE MODE

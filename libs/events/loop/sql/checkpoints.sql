select partition, next_offset from checkpoints

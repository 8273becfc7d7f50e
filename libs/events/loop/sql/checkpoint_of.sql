select next_offset from checkpoints where partition = $1

select 1 from checkpoints where partition = $1 and next_offset = $2 and token = $3

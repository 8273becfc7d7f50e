update checkpoints set positions = $4
where partition = $1 and next_offset = $2 and token = $3
returning partition

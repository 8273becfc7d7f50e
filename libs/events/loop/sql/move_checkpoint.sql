update checkpoints set next_offset = $4, epoch = $5
where partition = $1 and next_offset = $2 and token = $3
returning partition

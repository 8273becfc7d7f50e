-- $1 partitions.
select partition, next_offset from checkpoints where partition = any ($1::integer[])

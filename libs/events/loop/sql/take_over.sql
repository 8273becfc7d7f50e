insert into checkpoints (partition, next_offset, token, epoch, positions, depths)
values ($1, 0, $2, 1, '{}', $3)
on conflict (partition) do update
set token = excluded.token, epoch = checkpoints.epoch + 1
returning next_offset, epoch, positions, depths

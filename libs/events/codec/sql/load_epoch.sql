-- At least as many destructions as the backup knew of, and those since.
UPDATE epochs SET epoch = greatest(epoch, $1) + 1

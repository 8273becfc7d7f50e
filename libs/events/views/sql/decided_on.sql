-- Of the service whose view it is, outside of the view's schema: $1 partition, $2 topic that it
-- hears. Up to where it has decided on that, and up to where its own events are folded.
SELECT next_offset, (positions ->> $2)::bigint AS heard FROM checkpoints WHERE partition = $1

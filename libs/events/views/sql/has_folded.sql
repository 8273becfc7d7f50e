-- In the view's schema: whether it has folded $1 topic, $2 partition below the offset $3.
SELECT EXISTS (
    SELECT FROM checkpoints WHERE topic = $1 AND partition = $2 AND next_offset >= $3
)

-- $1 placement.
SELECT item, said FROM placed_items WHERE placement = $1 ORDER BY item

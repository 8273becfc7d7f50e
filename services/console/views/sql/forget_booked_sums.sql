-- Days on which there is nothing any more, so that a view that is filled anew has the same rows.
DELETE FROM booked_sums WHERE allocations_count = 0

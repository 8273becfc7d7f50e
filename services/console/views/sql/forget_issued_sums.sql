-- Days on which there is nothing any more, so that a view that is filled anew has the same rows.
DELETE FROM issued_sums WHERE items_count = 0

delete from outcomes where answered_at < now() - make_interval(days => $1)

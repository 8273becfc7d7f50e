-- Of all tenants.
SELECT DISTINCT zone FROM zones ORDER BY zone

-- $1: demands; of each that there is, whose it is.
SELECT demand, debtor
FROM demands
WHERE demand = ANY($1::text[])

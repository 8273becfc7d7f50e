-- What somebody wrote goes out of the timelines of the debtors ($1[i], $2[i]).
UPDATE timeline
SET details = details - 'text'
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE timeline.tenant = gone.tenant AND timeline.debtor = gone.debtor AND details ? 'text'

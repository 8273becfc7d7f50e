-- Of the people ($1[i], $2[i]) nothing says any more who they are.
UPDATE people
SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, person)
WHERE people.tenant = gone.tenant AND people.person = gone.person

SELECT r.rolname AS name, r.rolsuper OR r.rolbypassrls AS sees_past, r.rolcreaterole AS makes_roles
FROM pg_roles AS r
WHERE pg_has_role(current_user, r.oid, 'MEMBER')
ORDER BY r.rolname

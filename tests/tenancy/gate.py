"""What PostgreSQL's own catalogue says of the wall; used by the gate's test and by its control."""

from typing import Any

from psycopg import Connection

UNSEALED = """
select c.relname,
       case when not c.relrowsecurity then 'row-level security is off'
            when not c.relforcerowsecurity then 'row-level security is not forced'
            when p.polname is null then 'has no policy'
            when p.polcmd <> '*' or not p.polpermissive then 'its policy does not cover every command'
            when pg_get_expr(p.polqual, c.oid) is distinct from %(condition)s then 'USING differs'
            when pg_get_expr(p.polwithcheck, c.oid) is distinct from %(condition)s then 'WITH CHECK differs'
            when exists (select from pg_policy q where q.polrelid = c.oid and q.polname <> 'municipality' and not (
                 c.relname = any(%(held)s) and q.polname = 'holder' and q.polcmd = 'r' and q.polwithcheck is null
                 and pg_get_expr(q.polqual, c.oid) = %(holder)s)) then 'has a policy that nobody declared'
            when c.relname = any(%(held)s) and not exists (
                 select from pg_policy q where q.polrelid = c.oid and q.polname = 'holder') then 'has no holder'
            when pg_get_userbyid(c.relowner) = 'rathaus_app' then 'belongs to the serving role' end as fault
from pg_class c left join pg_policy p on p.polrelid = c.oid and p.polname = 'municipality'
where c.relkind in ('r', 'p') and c.oid in (
  select attrelid from pg_attribute where attname = 'municipality_id' and not attisdropped)
"""
CONDITION = "(municipality_id = (NULLIF(current_setting('rathaus.municipality'::text, true), ''::text))::bigint)"
HOLDER_CONDITION = "(holder = (NULLIF(current_setting('rathaus.holder'::text, true), ''::text))::uuid)"

CONSTRAINTS_WITHOUT_MUNICIPALITY = """
select c.relname, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
where k.contype in ('p', 'u', 'x') and c.relname = any(%(tables)s)
  and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'municipality_id'
                  and a.attnum = any(k.conkey))
union all
select c.relname, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
  join pg_class t on t.oid = k.confrelid
where k.contype = 'f' and c.relname = any(%(tables)s) and t.relname = any(%(tables)s)
  and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'municipality_id'
                  and a.attnum = any(k.conkey))
union all
select t.tablename, i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
  join pg_tables t on t.schemaname = 'public' and t.tablename = x.indrelid::regclass::text
where x.indisunique and t.tablename = any(%(tables)s)
  and not exists (select from pg_attribute a where a.attrelid = x.indrelid and a.attname = 'municipality_id'
                  and a.attnum = any(x.indkey::smallint[]))
"""


def unsealed(connection: Connection[Any], held: list[str]) -> list[tuple[str, str]]:
    """(table, fault) for every table with a municipality_id that the wall does not hold.

    `held`: those that may have a second policy, by which a holder reads their own rows.
    """
    expected = {"condition": CONDITION, "held": held, "holder": HOLDER_CONDITION}
    rows = connection.execute(UNSEALED, expected).fetchall()
    return sorted((table, fault) for table, fault in rows if fault)


def loose_constraints(connection: Connection[Any], tables: list[str]) -> list[tuple[str, str]]:
    """(table, constraint) for unique, exclusion and foreign keys between tenants without the municipality."""
    return connection.execute(CONSTRAINTS_WITHOUT_MUNICIPALITY, {"tables": tables}).fetchall()

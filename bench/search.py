"""Search over 5,000 services of one municipality: as it is done, and inside the database. `python -m bench.search`

The database side searches the same words under row-level security, as the serving role, with GIN indexes on a
tsvector and on the text's trigrams. Neither index is used: `@@` and `<%` are not leakproof, so the policy is
evaluated first, on every row.
"""

import statistics
import time
from collections.abc import Callable

import psycopg
from tests.cluster import CLUSTER, TEST_DATABASE, running_cluster

from bench.finding import QUERIES

ROUNDS = 100

SQL = """
    select e.title from catalogue_searchentry e join search_text t using (municipality_id, offer_id)
    where e.language = 'de' and (t.stems @@ plainto_tsquery('german', %(q)s) or %(q)s <%% t.words)
    order by word_similarity(%(q)s, t.words) desc limit 20
"""


def main() -> None:
    with running_cluster():
        import django

        django.setup()
        from bench.services import fill
        from rathaus.catalogue.service import forget_shelves, list_offers, search
        from rathaus.tenancy.service import Municipality, scope

        town = Municipality.objects.get(key="tangerhuette")
        with scope(town):
            fill()
        _fill()
        with scope(town):
            begun = time.perf_counter()
            offers = len(list_offers("de"))
            first = (time.perf_counter() - begun) * 1000
            _report("as it is done", search)
            _report("in the database", _in_database)
            _explain()
        forget_shelves()
        print(f"{offers} services; reading them after a publication: {first:.0f} ms, once per process")


def _report(name: str, find: Callable[[str], object]) -> None:
    times = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        find(QUERIES[number % len(QUERIES)])
        times.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"search, {name}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


def _in_database(q: str) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SQL, {"q": q})
        return cursor.fetchall()


def _explain() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"explain {SQL}", {"q": "hund"})
        print("\n".join(f"    {line}" for (line,) in cursor.fetchall()))


def _fill() -> None:
    """The texts of all services in a sealed table with both indexes."""
    with psycopg.connect(CLUSTER.url("rathaus_owner", TEST_DATABASE), autocommit=True) as owner:
        (town,) = owner.execute("select id from tenancy_municipality where key = 'tangerhuette'").fetchone() or (0,)
        owner.execute("select set_config('rathaus.municipality', %s, false)", [str(town)])
        owner.execute("""
            create table search_text as select municipality_id, offer_id,
              array_to_string(array(select jsonb_object_keys(words)), ' ') as words,
              to_tsvector('german', array_to_string(array(select jsonb_object_keys(words)), ' ')) as stems
              from catalogue_searchentry where language = 'de';
            create index on search_text using gin (stems);
            create index on search_text using gin (words gin_trgm_ops);
            create index on search_text (municipality_id, offer_id);
            alter table search_text enable row level security;
            create policy municipality on search_text
              using (municipality_id = nullif(current_setting('rathaus.municipality', true), '')::bigint);
            grant select on search_text to rathaus_app;
            update catalogue_generation set number = number + 1;
        """)
        for table in ("search_text", "catalogue_searchentry"):
            owner.execute(f"analyze {table}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Records in PostgreSQL against what one would write by hand: python3 bench/postgres.py DATADIR [ROWS]

DATADIR/samples.csv is the generator's (README.md). On a private server the first ROWS rows (2,000,000) are loaded by COPY into
a plain table and by `zhiheng import --store`, which checks them, keeps the file and indexes the keys; then the cubes of `samples` are
asked for by hand-written GROUP BY on the plain table and by `zhiheng cubes --store`. Asserts that both have the same rows and that
all cells are equal."""
import json, os, shutil, subprocess, sys, tempfile, time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, HOME + "/tests/end_to_end")
from postgres import Cluster

PROGRAM = os.environ.get("ZHIHENG_BIN", HOME + "/.build/release/bin/zhiheng")
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
COLUMNS = """sample_id bigint, sample_date date, report_date date, town text, dept text, stage text, category text, product bigint,
ent_id bigint, plan text, result bigint, fail_item bigint, value decimal(18, 3)"""
YEAR = "CAST(extract(year FROM sample_date) AS INTEGER)"
MONTH = "CAST(extract(month FROM sample_date) AS INTEGER)"
BOTH = "count(*), sum(result)"
TABLES = {  # by hand, as the peers' SQL has them
    "s02": f"SELECT {YEAR}, town, {BOTH} FROM plain GROUP BY 1, 2",
    "s07": f"SELECT {YEAR}, category, town, {BOTH} FROM plain GROUP BY 1, 2, 3",
    "s09": f"SELECT {YEAR}, {MONTH}, category, {BOTH} FROM plain GROUP BY 1, 2, 3",
    "s16": f"SELECT {YEAR}, product, {BOTH} FROM plain GROUP BY 1, 2",
    "s17": "SELECT fail_item, count(*) FROM plain WHERE result = 1 GROUP BY 1",
    "s19": f"SELECT ent_id, {BOTH} FROM plain GROUP BY 1",
    "s20": f"SELECT {YEAR}, town, count(*), count(DISTINCT ent_id) FROM plain GROUP BY 1, 2",
}


def zhiheng(home, *arguments):
    start = time.perf_counter()
    done = subprocess.run([PROGRAM, *arguments, "--format", "json"], capture_output=True, text=True, check=False,
                          env={**os.environ, "ZHIHENG_HOME": home})
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - start, json.loads(done.stdout)


def sql(server, text):
    start = time.perf_counter()
    answer = server.sql("bench", text)
    return time.perf_counter() - start, answer


def cells(table):
    lines = []
    for cell in table["cells"]:
        values = [value for key, value in cell.items() if key != "_rows"]
        lines.append("|".join("" if value is None else str(value).upper() for value in values))
    return sorted(lines)


with tempfile.TemporaryDirectory() as folder:
    home = folder + "/home"
    shutil.copytree(HOME + "/bench/records", home)
    shutil.copytree(HOME + "/catalog/calendar", home + "/catalog/calendar")
    part = folder + "/samples.csv"
    with open(sys.argv[1] + "/samples.csv", "rb") as source, open(part, "wb") as to:
        for _ in range(ROWS + 1):
            to.write(source.readline())
    server = Cluster("shared_buffers=512MB", "work_mem=256MB", "max_wal_size=8GB", "min_wal_size=8GB", "maintenance_work_mem=256MB")
    server.sql("postgres", "CREATE DATABASE bench TEMPLATE template0")
    url = f"postgresql://zhiheng@/bench?host={server.folder}"
    server.sql("bench", f"CREATE TABLE plain ({COLUMNS})")
    server.sql("bench", f"CREATE TABLE warm ({COLUMNS})")  # the first load makes the files of the log: nobody's merit
    sql(server, f"\\copy warm FROM '{part}' (FORMAT csv, HEADER)")
    server.sql("bench", "DROP TABLE warm")
    sql(server, "CHECKPOINT")
    copied, _ = sql(server, f"\\copy plain FROM '{part}' (FORMAT csv, HEADER)")
    indexed, _ = sql(server, "CREATE INDEX ON plain (sample_id)")
    sql(server, "ANALYZE plain")
    sql(server, "CHECKPOINT")
    taken, answer = zhiheng(home, "import", "samples", part, "--store", url, "--district", "bench")
    assert answer[0]["accepted"] == ROWS == int(sql(server, "SELECT count(*) FROM samples")[1]), answer
    print(f"{ROWS:,} rows: COPY {copied:.2f} s, index {indexed:.2f} s; import {taken:.2f} s, "
          f"{copied / taken:.2f} × COPY, {(copied + indexed) / taken:.2f} × COPY with index")
    sums = [0.0, 0.0]
    for cube, text in TABLES.items():
        by_hand, expected = min(sql(server, text) for _ in range(3))
        ours, found = min((zhiheng(home, "cubes", cube, "--store", url) for _ in range(3)), key=lambda pair: pair[0])
        assert cells(found[0]) == sorted(expected.split("\n")), cube
        sums = [sums[0] + by_hand, sums[1] + ours]
        print(f"{cube}: by hand {by_hand:.3f} s, zhiheng {ours:.3f} s, {ours / by_hand:.2f} ×")
    print(f"all: by hand {sums[0]:.2f} s, zhiheng {sums[1]:.2f} s, {sums[1] / sums[0]:.2f} ×")

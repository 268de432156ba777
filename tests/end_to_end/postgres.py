"""A PostgreSQL server of one's own, for tests and measurements."""
import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile


def unprivileged():
    """How a command is run so that PostgreSQL accepts its user."""
    if os.getuid() != 0:
        return [], None
    user = "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
    group = subprocess.run(["id", "-g", user], capture_output=True, text=True, check=True).stdout.strip()
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"], user


class Cluster:
    """A server of our own, reached by a socket in its folder."""

    def __init__(self, *settings):
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
        if not found:
            raise AssertionError("PostgreSQL is not installed (Debian package postgresql)")
        self.bin = found[-1].parent
        self.folder = tempfile.mkdtemp(prefix="zhiheng-pg-", dir="/tmp")
        self.prefix, user = unprivileged()
        if user:
            shutil.chown(self.folder, user)
        self.command("initdb", "--no-sync", "-D", self.folder + "/data", "-U", "zhiheng", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.command("pg_ctl", "-w", "-D", self.folder + "/data", "-l", self.folder + "/log", "start", "-o",
                     f"-k {self.folder} -c listen_addresses= -c fsync=off -c dynamic_shared_memory_type=mmap " + " ".join(f"-c {s}" for s in settings))
        atexit.register(self.stop)
        self.databases = 0

    def command(self, name, *arguments):
        subprocess.run([*self.prefix, str(self.bin / name), *arguments], cwd=self.folder, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        subprocess.run([*self.prefix, str(self.bin / "pg_ctl"), "-m", "immediate", "-D", self.folder + "/data", "stop"], cwd="/",
                       capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, database, text):
        done = subprocess.run([str(self.bin / "psql"), "-h", self.folder, "-U", "zhiheng", "-d", database, "-AtX", "-v", "ON_ERROR_STOP=1", "-c", text],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    def fresh(self):
        """Name and URL of a new database."""
        self.databases += 1
        name = f"test_{self.databases}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        return name, f"postgresql://zhiheng@/{name}?host={self.folder}"


CLUSTER = None


def cluster():
    """The one server of all tests."""
    global CLUSTER
    if CLUSTER is None:
        CLUSTER = Cluster("shared_buffers=32MB")
    return CLUSTER

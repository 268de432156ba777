#pragma once
// For tests only: a PostgreSQL server of one's own.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include "store/database.h"

extern char** environ;

namespace zhiheng::store {

/// A server with a cluster in a new folder below /tmp (a socket's path may have 107 bytes), reached by its
/// socket or at 127.0.0.1, with a password. It is started and ended by a shell that is no child of the test
/// program: when the program ends, in whatever way, the pipe between them closes, and the shell stops the
/// server and removes the folder.
class PostgresCluster {
 public:
  /// The one of this test program, started when first asked for. Throws std::runtime_error with what is
  /// missing: a test that needs it fails.
  static PostgresCluster& shared() {
    static PostgresCluster cluster;
    return cluster;
  }

  ~PostgresCluster() {
    ::close(life_);
    read_line();  // the shell's end
    ::close(words_);
  }
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// "postgresql://zhiheng:…@127.0.0.1:…/NAME" of a new, empty database.
  std::string fresh_database() {
    const std::string name = "test_" + std::to_string(++databases_);
    open_postgres_database(url("postgres"))
        ->session()
        ->execute("CREATE DATABASE " + name + " TEMPLATE template0");
    return url(name);
  }
  std::string url(const std::string& database) const {
    return "postgresql://zhiheng:" + password_ + "@127.0.0.1:" + port_ + "/" + database;
  }
  /// The same by way of the socket.
  std::string socket_url(const std::string& database) const {
    return "postgresql://zhiheng:" + password_ + "@/" + database + "?host=" + folder_ + "&port=" + port_;
  }
  const std::string& folder() const { return folder_; }
  const std::string& password() const { return password_; }
  /// The process of the server.
  pid_t server() const { return static_cast<pid_t>(std::stol(process_)); }

 private:
  PostgresCluster() {
    std::array<int, 2> life{}, words{};
    if (::pipe2(life.data(), O_CLOEXEC) != 0 || ::pipe2(words.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe");
    life_ = life[1];
    words_ = words[0];
    start_shell(life[0], words[1]);
    ::close(life[0]);
    ::close(words[1]);
    folder_ = read_line();
    if (folder_.empty() || folder_[0] != '/')
      throw std::runtime_error("no PostgreSQL for the tests: " + folder_);
    password_ = read_line();
    port_ = read_line();
    process_ = read_line();
  }

  /// setsid --fork: in a session of its own and without a parent, so that what ends the tests (Ctrl-C, a time
  /// limit with all their children) leaves it to clean up.
  static void start_shell(int life, int words) {
    const std::array<const char*, 7> arguments{
        "setsid", "--fork", "/bin/bash", "-c", kScript, "postgres-for-tests", nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, life, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, words, STDOUT_FILENO);
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, arguments[0], &files, nullptr, const_cast<char**>(arguments.data()),
                       environ);  // NOLINT: its signature
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("setsid (package util-linux) can't be started");
    ::waitpid(child, nullptr, 0);
  }

  std::string read_line() const {
    std::string line;
    char c = 0;
    while (::read(words_, &c, 1) == 1 && c != '\n') line += c;
    return line;
  }

  static constexpr const char* kScript = R"bash(
    exec 3>&1 1>/dev/null 2>&1
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb)")
    [ -x "$bin/initdb" ] || { echo 'it is not installed (Debian package postgresql)' >&3; exit; }
    folder=$(mktemp -d /tmp/zhiheng-postgres-XXXXXX) || { echo 'no folder below /tmp' >&3; exit; }
    trap 'rm -rf "$folder"' EXIT
    run() { "$@"; }
    if [ "$(id -u)" = 0 ]; then
      user=postgres; id $user || user=nobody
      chown $user "$folder"
      run() { setpriv --reuid=$user --regid="$(id -g $user)" --clear-groups env -i LC_ALL=C.UTF-8 PATH="$PATH" "$@"; }
    fi
    cd "$folder"
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077; echo "$password" > password; [ "$(id -u)" != 0 ] || chown $user password)
    run "$bin/initdb" --no-sync -D "$folder/data" -U zhiheng --pwfile=password -A scram-sha-256 -E UTF8 \
      --locale=C.UTF-8 </dev/null || { echo 'initdb failed' >&3; exit; }
    rm password
    for attempt in 1 2 3 4 5 6 7 8; do  # a port may be somebody else's
      port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
      run "$bin/pg_ctl" -w -D "$folder/data" -l "$folder/log" start </dev/null -o "-p $port -k $folder \
        -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c shared_buffers=32MB \
        -c max_connections=40 -c dynamic_shared_memory_type=mmap" 3>&- && break
      [ $attempt = 8 ] && { echo "the server does not start: $(tail -n 1 log)" >&3; exit; }
    done
    trap 'run "$bin/pg_ctl" -m immediate -D "$folder/data" stop; rm -rf "$folder"' EXIT
    printf '%s\n' "$folder" "$password" "$port" "$(head -n 1 data/postmaster.pid)" >&3
    read -r _  # the end of the test program
  )bash";

  int life_ = -1;
  int words_ = -1;
  std::string folder_, password_, port_, process_;
  std::atomic<int> databases_ = 0;
};

}  // namespace zhiheng::store

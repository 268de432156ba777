#include "report/print/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/error.h"

namespace zhiheng::report::print {
namespace {

using Clock = std::chrono::steady_clock;

constexpr ErrorCode kNoProcess{"pdf.process", "不能启动子进程：{}", "can't start a child process: {}"};
constexpr size_t kMostOutput = 64 * 1024;
constexpr rlim_t kMostFile = rlim_t{512} * 1024 * 1024;
constexpr int kCores = 4;  // the typesetter works on several threads: CPU time may run faster than the clock

void limit(int what, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// In the child, between fork and exec: only calls that are safe there. Never comes back.
[[noreturn]] void become(char* const* arguments, char* const* environment, const char* folder, int output,
                         const ChildLimits& limits, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(126);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(output, 2) < 0 ||
      chdir(folder) != 0)
    _exit(126);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds * kCores));
  limit(RLIMIT_DATA, static_cast<rlim_t>(limits.memory_mb) * 1024 * 1024);
  limit(RLIMIT_FSIZE, kMostFile);
  limit(RLIMIT_CORE, 0);
  (void)unshare(CLONE_NEWUSER |
                CLONE_NEWNET);  // refused on some systems; then the escaping alone keeps it off the network
  execvpe(arguments[0], arguments, environment);
  _exit(errno == ENOENT || errno == EACCES ? 127 : 126);
}

int left_ms(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// Reads until the other side closes or the time is up; false for the latter.
bool read_until(int input, Clock::time_point end, std::string& output) {
  char buffer[4096];
  for (;;) {
    pollfd waiting{.fd = input, .events = POLLIN, .revents = 0};
    const int ready = poll(&waiting, 1, left_ms(end));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return false;
    const ssize_t count = ::read(input, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    if (output.size() < kMostOutput) output.append(buffer, static_cast<size_t>(count));
  }
}

/// Waits for the child, which has closed its output; kills it and its children when the time is up.
bool wait_until(pid_t child, Clock::time_point end, int& status) {
  for (;;) {
    const pid_t done = waitpid(child, &status, WNOHANG);
    if (done == child) return true;
    if (left_ms(end) == 0) return false;
    poll(nullptr, 0, 2);
  }
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, const std::string& folder,
                      const ChildLimits& limits) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  const char* path = std::getenv("PATH");
  std::string path_line = std::string("PATH=") + (path != nullptr ? path : "/usr/bin:/bin"),
              home_line = "HOME=" + folder;
  char* environment[] = {path_line.data(), home_line.data(), nullptr};

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw Error(kNoProcess, {}, {std::strerror(errno)}, 3);
  const auto end = Clock::now() + std::chrono::seconds(limits.seconds);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(arguments.data(), environment, folder.c_str(), ends[1], limits, parent);
  const int problem = errno;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    throw Error(kNoProcess, {}, {std::strerror(problem)}, 3);
  }
  setpgid(child, child);

  ChildResult result;
  int status = 0;
  if (!read_until(ends[0], end, result.output) || !wait_until(child, end, status)) {
    result.timed_out = true;
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  close(ends[0]);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return result;
}

}  // namespace zhiheng::report::print

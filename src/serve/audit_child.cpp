#include "serve/audit_child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "audit/audit.h"
#include "audit/views.h"
#include "read/child_process.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kLimits{"job.limits", "核算超出了时间或内存的限度：请分开提交较小的文件",
                            "the audit took too much time or memory: hand in smaller documents one by one"};
constexpr ErrorCode kNoChild{"job.no-child", "不能启动子进程：{}", "a child process can't be started: {}"};
constexpr read::SandboxLimits kBounds{std::size_t{2} << 30, 120, 180};
constexpr std::size_t kMostOutput = std::size_t{256} << 20;
constexpr int kBeat = 100;  // milliseconds

/// In the child.
int compute(audit::Report& report) {
  report.results = audit::audit(report.documents);
  const std::string json = audit::render_json(report);
  for (std::size_t done = 0; done < json.size();) {
    const ssize_t put = ::write(STDOUT_FILENO, json.data() + done, json.size() - done);
    if (put < 0 && errno != EINTR) return 1;
    done += static_cast<std::size_t>(std::max<ssize_t>(put, 0));
  }
  return 0;
}

/// Reads until the child closes its end; false where somebody said no, or there is too much.
bool read_all(int from, const std::function<bool()>& goes_on, std::string& out) {
  std::string piece(1 << 16, '\0');
  while (goes_on() && out.size() <= kMostOutput) {
    pollfd polled{from, POLLIN, 0};
    if (::poll(&polled, 1, kBeat) <= 0) continue;
    const ssize_t got = ::read(from, piece.data(), piece.size());
    if (got == 0) return true;
    if (got > 0) out.append(piece, 0, static_cast<std::size_t>(got));
  }
  return false;
}

}  // namespace

std::optional<std::string> audit_in_child(audit::Report& report, const std::function<bool()>& goes_on) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(kNoChild, {}, {std::strerror(errno)}, kSurroundings);
  const pid_t child = read::start_child([&report] { return compute(report); }, {-1, ends[1], -1}, kBounds);
  const int failed = errno;
  ::close(ends[1]);
  std::string json;
  const bool whole = child > 0 && read_all(ends[0], goes_on, json);
  ::close(ends[0]);
  if (child <= 0) throw Error(kNoChild, {}, {std::strerror(failed)}, kSurroundings);
  if (!whole) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!goes_on()) return std::nullopt;
  if (!whole || !WIFEXITED(status) || WEXITSTATUS(status) != 0) throw Error(kLimits, {});
  return json;
}

}  // namespace zhiheng::serve

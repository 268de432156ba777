#include "read/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>

namespace zhiheng::read {
namespace {

using Clock = std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLimitMemory = false;  // the sanitizer maps terabytes
#else
constexpr bool kLimitMemory = true;
#endif

class Descriptor {
 public:
  Descriptor() = default;
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  int fd = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read.fd = ends[0];
    write.fd = ends[1];
    constexpr int kLargePipe = 1 << 20;
    ::fcntl(write.fd, F_SETPIPE_SZ, kLargePipe);
    return true;
  }
};

/// Address space in use, in bytes: a limit counts from here.
size_t address_space() {
  size_t pages = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

void limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &value);
}

void set_limits(const SandboxLimits& limits, size_t in_use) {
  constexpr rlim_t kDescriptors = 64;
  const auto cpu = static_cast<rlim_t>(limits.cpu_seconds);
  if (cpu > 0) limit(RLIMIT_CPU, cpu, cpu + 1);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_NOFILE, kDescriptors, kDescriptors);
  if (kLimitMemory) limit(RLIMIT_AS, in_use + limits.memory, in_use + limits.memory);
}

/// In the child: descriptors 0, 1 and 2 as wished, all others closed.
void arrange_descriptors(const ChildDescriptors& wanted) {
  const int none = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(wanted.input >= 0 ? wanted.input : none, 0);
  ::dup2(wanted.output >= 0 ? wanted.output : none, 1);
  ::dup2(wanted.errors >= 0 ? wanted.errors : none, 2);
  ::close_range(3, ~0U, 0);
}

[[noreturn]] void be_child(const std::function<int()>& run, const ChildDescriptors& descriptors, pid_t parent,
                           const SandboxLimits& limits, size_t in_use) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGSEGV, SIGBUS, SIGABRT}) ::signal(number, SIG_DFL);
  arrange_descriptors(descriptors);
  set_limits(limits, in_use);
  ::_exit(run());
}

/// Appends what can be read now; false at the end of the stream.
bool take(Descriptor& from, std::string& to, size_t most) {
  constexpr size_t kStep = size_t{1} << 20;
  const size_t before = to.size();
  ssize_t got = 0;
  to.resize_and_overwrite(before + std::min(kStep, most - std::min(most, before)) + 1,
                          [&](char* data, size_t size) {
                            got = ::read(from.fd, data + before, size - before);
                            return before + static_cast<size_t>(std::max<ssize_t>(got, 0));
                          });
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/// Reads both streams to their end; false when the time or the output is over the limit.
ChildResult::End collect(Descriptor& output, Descriptor& errors, Clock::time_point deadline, size_t most,
                         ChildResult& result) {
  constexpr size_t kMostErrors = 4096;
  while (output.fd >= 0 || errors.fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return ChildResult::End::kTimeLimit;
    std::array<pollfd, 2> polled{{{output.fd, POLLIN, 0}, {errors.fd, POLLIN, 0}}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(left)) < 0 && errno != EINTR) break;
    if (polled[0].revents != 0 && !take(output, result.output, most)) output.close();
    if (polled[1].revents != 0 && !take(errors, result.errors, kMostErrors)) errors.close();
    if (result.output.size() > most) return ChildResult::End::kOutputLimit;
  }
  return ChildResult::End::kExited;
}

void wait_for(pid_t child, ChildResult& result) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (result.end != ChildResult::End::kExited) return;
  if (WIFEXITED(status)) {
    result.code = WEXITSTATUS(status);
    return;
  }
  result.code = WTERMSIG(status);
  const bool out_of_time = result.code == SIGXCPU || result.code == SIGKILL;
  result.end = out_of_time ? ChildResult::End::kCpuLimit : ChildResult::End::kCrashed;
}

}  // namespace

pid_t start_child(const std::function<int()>& run, const ChildDescriptors& descriptors,
                  const SandboxLimits& limits) {
  const size_t in_use = address_space();
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) be_child(run, descriptors, parent, limits, in_use);
  return child;
}

ChildResult run_child(const std::function<int()>& run, int input, const SandboxLimits& limits,
                      const ChildOutput& wanted) {
  ChildResult result;
  Pipe output;
  Pipe errors;
  if (!output.open() || (wanted.keep_errors && !errors.open())) {
    result.code = errno;
    return result;
  }
  const pid_t child = start_child(run, {input, output.write.fd, errors.write.fd}, limits);
  if (child < 0) {
    result.code = errno;
    return result;
  }
  output.write.close();
  errors.write.close();
  result.output.reserve(wanted.expected);
  const auto deadline = Clock::now() + std::chrono::seconds(limits.wall_seconds);
  result.end = collect(output.read, errors.read, deadline, wanted.most, result);
  if (result.end != ChildResult::End::kExited) ::kill(child, SIGKILL);
  wait_for(child, result);
  return result;
}

}  // namespace zhiheng::read

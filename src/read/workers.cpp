#include "read/workers.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <deque>
#include <new>
#include <optional>
#include <thread>
#include <vector>

#include "read/child_process.h"
#include "read/system_calls.h"
#include "read/transfer.h"

namespace zhiheng::read {
namespace {

using Clock = std::chrono::steady_clock;

constexpr ErrorCode kNoSandbox{"read.sandbox", "无法建立读取文件的子进程：{}",
                               "the process that reads the file can't be made: {}"};
constexpr ErrorCode kCrashed{"read.damaged", "读取时解析程序崩溃（信号 {}），文件可能已损坏或有恶意",
                             "the reader crashed on it (signal {}): damaged or hostile"};
constexpr ErrorCode kOddResult{"read.hostile", "读取结果不合规范，拒绝采用",
                               "what the reading process sent is malformed; refused"};
constexpr ErrorCode kTimeOut{"read.hostile", "一次读取超过时限（{} 秒），拒绝读取",
                             "one part took longer than {} seconds to read; refused"};
constexpr ErrorCode kNoMemory{"read.too-large", "读取所需内存超过 {} MiB，拒绝读取",
                              "reading needs more than {} MiB of memory; refused"};
constexpr ErrorCode kUnexpected{"read.damaged", "文件无法解析：{}", "it can't be parsed: {}"};
constexpr ErrorCode kGone{"read.damaged", "读取文件的子进程已结束",
                          "the processes that read the file are gone"};
constexpr size_t kMessage = size_t{1} << 20;  // most bytes of an error
constexpr int kNotConfined = 120;

/// What the child says about a task; the bytes are in its memory.
struct Answer {
  enum Kind : std::uint64_t { kDone = 1, kError, kMemory, kException };
  std::uint64_t kind = 0;
  std::uint64_t size = 0;
};

/// Memory that both processes have: the input, the output and the text of an error.
class SharedMemory {
 public:
  SharedMemory(size_t input, size_t output) : input_(input), output_(output) {
    void* const at =
        ::mmap(nullptr, size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at != MAP_FAILED) begin_ = static_cast<char*>(at);
  }
  ~SharedMemory() {
    if (begin_ != nullptr) ::munmap(begin_, size());
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  bool good() const { return begin_ != nullptr; }
  std::span<char> input() const { return {begin_, input_}; }
  std::span<char> output() const { return {begin_ + input_, output_}; }
  std::span<char> message() const { return {begin_ + input_ + output_, kMessage}; }

 private:
  size_t size() const { return input_ + output_ + kMessage; }
  size_t input_;
  size_t output_;
  char* begin_ = nullptr;
};

template <typename Value>
bool put(int fd, const Value& value) {
  const char* at = reinterpret_cast<const char*>(&value);
  for (size_t left = sizeof value; left > 0;) {
    const ssize_t done = ::write(fd, at, left);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done;
    left -= static_cast<size_t>(done);
  }
  return true;
}

template <typename Value>
bool get(int fd, Value& value) {
  char* at = reinterpret_cast<char*>(&value);
  for (size_t left = sizeof value; left > 0;) {
    const ssize_t done = ::read(fd, at, left);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done;
    left -= static_cast<size_t>(done);
  }
  return true;
}

size_t say(std::string_view text, const SharedMemory& memory) {
  const size_t size = std::min(text.size(), memory.message().size());
  std::memcpy(memory.message().data(), text.data(), size);
  return size;
}

/// As many of the error's diagnostics as there is room for.
size_t say(const Error& error, const SharedMemory& memory) {
  std::vector<Diagnostic> kept = error.diagnostics();
  while (true) {
    std::string bytes;
    send_error(Error(kept, error.exit_code()), [&bytes](std::string_view part) { bytes += part; });
    if (bytes.size() <= memory.message().size() || kept.empty()) return say(bytes, memory);
    kept.resize(kept.size() / 2);
  }
}

Answer do_task(const Workers::Work& work, std::string_view input, const SharedMemory& memory) {
  try {
    return {Answer::kDone, work(input, memory.output())};
  } catch (const Error& error) {
    return {Answer::kError, say(error, memory)};
  } catch (const std::bad_alloc&) {
    return {Answer::kMemory, 0};
  } catch (const std::exception& error) {
    return {Answer::kException, say(std::string_view(error.what()), memory)};
  }
}

/// In the child: one task after another, until the parent hangs up.
int serve(const Workers::Work& work, const SharedMemory& memory) {
  if (!confine(Confinement::kServe)) return kNotConfined;
  std::uint64_t size = 0;
  while (get(STDIN_FILENO, size)) {
    const std::string_view input(memory.input().data(), size);
    if (!put(STDOUT_FILENO, do_task(work, input, memory))) break;
  }
  return 0;
}

/// One child and what it is doing.
class Child {
 public:
  Child(Workers::Sizes sizes) : memory_(sizes.input, sizes.output) {}
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Returns 0, or the reason why there is no child (errno).
  int start(const Workers::Work& work, const SandboxLimits& limits) {
    int ends[2];
    if (!memory_.good()) return ENOMEM;
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    SandboxLimits lasting = limits;
    lasting.cpu_seconds = 0;  // it lives for many tasks, each of which has its own limit
    pid_ = start_child([this, &work] { return serve(work, memory_); }, {ends[1], ends[1], -1}, lasting);
    const int reason = pid_ < 0 ? errno : 0;
    ::close(ends[1]);
    socket_ = ends[0];
    // Half an answer is none.
    const timeval patience{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return reason;
  }

  bool alive() const { return pid_ > 0; }
  const SharedMemory& memory() const { return memory_; }

  /// What is wrong with a dead child is found out where its answer is missing.
  void hand_in(size_t size) {
    const std::uint64_t bytes = size;
    [[maybe_unused]] const ssize_t sent = ::send(socket_, &bytes, sizeof bytes, MSG_NOSIGNAL);
    begun_ = Clock::now();
  }

  enum class Wait { kAnswer, kTooSlow, kHungUp };
  Wait wait(int seconds, Answer& answer) const {
    const auto deadline = begun_ + std::chrono::seconds(seconds);
    while (true) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd polled{socket_, POLLIN, 0};
      const int ready = ::poll(&polled, 1, static_cast<int>(std::max<long>(left, 0)));
      if (ready < 0 && errno == EINTR) continue;
      if (ready == 0) return Wait::kTooSlow;
      return get(socket_, answer) ? Wait::kAnswer : Wait::kHungUp;
    }
  }

  /// Kills the child where it still runs, and waits for it. Returns the status, as `waitpid` tells it.
  int end() {
    int status = 0;
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
      }
    }
    pid_ = -1;
    return status;
  }

  /// Waits for a child that has hung up by itself; it may have hung up without ending.
  int wait_for_end() {
    int status = 0;
    for (int i = 0; i < 100; ++i) {
      const pid_t gone = ::waitpid(pid_, &status, WNOHANG);
      if (gone == pid_) {
        pid_ = -1;
        return status;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return end();
  }

 private:
  SharedMemory memory_;
  pid_t pid_ = -1;
  int socket_ = -1;
  Clock::time_point begun_;
};

}  // namespace

struct Workers::Pool {
  Pool(size_t count, Sizes sizes, Work what, std::string name, const SandboxLimits& most)
      : work(std::move(what)), shown(std::move(name)), limits(most) {
    for (size_t i = 0; i < count; ++i) {
      const int reason = children.emplace_back(sizes).start(work, limits);
      if (reason != 0) throw Error(kNoSandbox, {shown}, {std::strerror(reason)}, kSurroundings);
      free.push_back(i);
    }
  }

  Child& idle_child() {
    if (free.empty()) throw Error(kGone, {shown});
    return children[free.front()];
  }

  [[noreturn]] void throw_end(Child& child, Child::Wait how) {
    if (how == Child::Wait::kTooSlow) {
      child.end();
      throw Error(kTimeOut, {shown}, {std::to_string(limits.wall_seconds)});
    }
    const int status = child.wait_for_end();
    child.end();
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotConfined) {
      throw Error(kNoSandbox, {shown}, {"seccomp"}, kSurroundings);
    }
    throw Error(kCrashed, {shown}, {std::to_string(WIFSIGNALED(status) ? WTERMSIG(status) : 0)});
  }

  [[noreturn]] void throw_answer(const Answer& answer, const SharedMemory& memory) {
    if (answer.size > memory.message().size()) throw Error(kOddResult, {shown});
    // A copy: the child could change its memory while it is looked at.
    const std::string message(memory.message().data(), answer.size);
    if (answer.kind == Answer::kMemory)
      throw Error(kNoMemory, {shown}, {std::to_string(limits.memory >> 20)});
    if (answer.kind == Answer::kException) throw Error(kUnexpected, {shown}, {message.substr(0, 200)});
    if (answer.kind != Answer::kError) throw Error(kOddResult, {shown});
    std::optional<Error> error;
    try {
      error = receive_error(message, shown);
    } catch (const std::runtime_error&) {
      throw Error(kOddResult, {shown});
    }
    throw *error;
  }

  Work work;
  std::string shown;
  SandboxLimits limits;
  std::deque<Child> children;  // they don't move
  std::deque<size_t> free;     // children without a task, the one that waited longest first
  std::deque<size_t> tasks;    // children with one, the oldest task first
};

Workers::Workers(size_t count, Sizes sizes, Work work, std::string shown, const SandboxLimits& limits)
    : pool_(std::make_unique<Pool>(count, sizes, std::move(work), std::move(shown), limits)) {}

Workers::~Workers() = default;

size_t Workers::busy() const { return pool_->tasks.size(); }

bool Workers::idle() const { return !pool_->free.empty(); }

std::span<char> Workers::input() { return pool_->idle_child().memory().input(); }

void Workers::submit(size_t size) {
  Child& child = pool_->idle_child();
  child.hand_in(std::min(size, child.memory().input().size()));
  pool_->tasks.push_back(pool_->free.front());
  pool_->free.pop_front();
}

std::string_view Workers::next() {
  if (pool_->tasks.empty()) throw Error(kGone, {pool_->shown});
  const size_t number = pool_->tasks.front();
  pool_->tasks.pop_front();
  Child& child = pool_->children[number];
  Answer answer;
  const Child::Wait how = child.wait(pool_->limits.wall_seconds, answer);
  if (how != Child::Wait::kAnswer) pool_->throw_end(child, how);
  pool_->free.push_back(number);
  if (answer.kind != Answer::kDone) pool_->throw_answer(answer, child.memory());
  if (answer.size > child.memory().output().size()) throw Error(kOddResult, {pool_->shown});
  return {child.memory().output().data(), answer.size};
}

}  // namespace zhiheng::read

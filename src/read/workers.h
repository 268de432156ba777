#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "read/sandbox.h"

namespace zhiheng::read {

/// Child processes that each do one task at a time on bytes of an untrusted file, in the sandbox that
/// `parse_in_sandbox` describes (no files, no network, limits on memory and time). Input and output are
/// memory that is shared with the parent, so that a chunk of some megabytes costs no copy through a pipe.
///
///   Workers workers(2, {.input = 8 << 20, .output = 64 << 20}, [](std::string_view in, std::span<char> out)
///   { … }); while (there is more) { if (workers.idle()) workers.submit(fill(workers.input())); else
///   use(workers.next()); } while (workers.busy()) use(workers.next());
class Workers {
 public:
  struct Sizes {
    size_t input = 0;  // bytes; set aside for each child, taken from the machine only when used
    size_t output = 0;
  };
  /// Runs in the child: reads `input`, writes `output`, gives the number of bytes written. May keep state
  /// between its tasks. What it throws (Error) is thrown by `next`.
  using Work = std::function<size_t(std::string_view input, std::span<char> output)>;

  /// Forks `count` children. The calling process should have no other thread that holds a lock. Throws Error
  /// ("read.sandbox", exit code 3). `shown` is the file's name for messages.
  Workers(size_t count, Sizes sizes, Work work, std::string shown, const SandboxLimits& limits = {});
  /// Ends the children.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  size_t busy() const;  // tasks handed in and not yet taken back
  bool idle() const;    // a child has no task
  /// Where the next task's input goes: memory of an idle child. Valid until `submit`.
  std::span<char> input();
  /// Starts that child on the first `size` bytes of its input.
  void submit(size_t size);
  /// The result of the oldest task, waiting for it. Valid until its child gets its next task, which is not
  /// before the next call of `next` or `submit`. Throws what the work threw, or Error: the child crashed or
  /// passed a limit
  /// ("read.damaged", "read.hostile", "read.too-large"). The content is not trusted: whoever reads it checks
  /// it.
  std::string_view next();

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace zhiheng::read

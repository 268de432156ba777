#pragma once
#include <sys/types.h>

#include <functional>
#include <string>

#include "read/sandbox.h"

namespace zhiheng::read {

/// Where a child's standard descriptors go; -1 is /dev/null. All others are closed in it.
struct ChildDescriptors {
  int input = -1;
  int output = -1;
  int errors = -1;
};

/// Forks; `run` runs in the child with the limits on CPU (0 seconds: none), memory, core and descriptors set,
/// ended when this process ends, and never returns to the caller: its result is the exit code. Returns -1
/// with `errno` where there can be no child.
pid_t start_child(const std::function<int()>& run, const ChildDescriptors& descriptors,
                  const SandboxLimits& limits);

/// How a child process ended, and what it wrote.
struct ChildResult {
  enum class End { kExited, kCrashed, kCpuLimit, kTimeLimit, kOutputLimit, kNotStarted };
  End end = End::kNotStarted;
  int code = 0;  // exit code, signal, or errno where it wasn't started
  std::string output;
  std::string errors;  // the first 4 KiB of standard error, where it is kept
};

/// What to expect of a child's output.
struct ChildOutput {
  size_t expected = 0;  // bytes, to set aside
  size_t most = 0;
  bool keep_errors = false;
};

/// Starts a child whose output goes to descriptor 1. The child's standard
/// input is `input` where that isn't -1. Reads the output up to its limit, ends the child at the wall clock's
/// limit and waits for it.
ChildResult run_child(const std::function<int()>& run, int input, const SandboxLimits& limits,
                      const ChildOutput& output);

}  // namespace zhiheng::read

#pragma once
#include <string>
#include <vector>

namespace zhiheng::report::print {

struct ChildLimits {
  int seconds = 60;      // wall clock; CPU time is bounded by the same for each core
  int memory_mb = 4096;  // writable data
};

struct ChildResult {
  int exit_code = 0;  // 127: the program could not be started
  int signal = 0;     // what ended it; 0 if it ended by itself
  bool timed_out = false;
  std::string output;  // the first 64 KiB of its stderr
};

/// Runs `command` in `folder` with nothing of our environment but PATH, without input, and without network
/// where the system allows a process to give it up. It and all its children are killed when the time is up,
/// and when we die. Throws Error (exit code 3) when no process can be made.
ChildResult run_child(const std::vector<std::string>& command, const std::string& folder,
                      const ChildLimits& limits);

}  // namespace zhiheng::report::print

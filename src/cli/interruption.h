#pragma once
#include <mutex>
#include <string>
#include <thread>

namespace zhiheng::cli {

/// While it lives, Ctrl-C and SIGTERM remove the unfinished `folder`, say so, and end the program with 128
/// plus the signal's number. One at a time.
class Interruption {
 public:
  explicit Interruption(std::string folder);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// Signals that come while the lock is held wait until it is given back: for the step that must not be cut
  /// in two.
  std::unique_lock<std::mutex> held_back() { return std::unique_lock(mutex_); }

 private:
  void wait();

  std::string folder_;
  std::mutex mutex_;
  std::thread waiting_;
};

}  // namespace zhiheng::cli

#pragma once
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace zhiheng::measure::cubes {

/// 0 means as many as the machine has.
inline unsigned threads_of(unsigned wanted) {
  return wanted != 0 ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

/// Runs `work(thread)` on so many threads; what one throws is thrown.
inline void on_threads(unsigned threads, const std::function<void(unsigned)>& work) {
  std::vector<std::exception_ptr> thrown(threads);
  const auto guarded = [&](unsigned thread) {
    try {
      work(thread);
    } catch (...) {
      thrown[thread] = std::current_exception();
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(guarded, t);
  guarded(0);
  others.clear();
  for (const auto& exception : thrown)
    if (exception) std::rethrow_exception(exception);
}

}  // namespace zhiheng::measure::cubes

#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "serve/routes.h"

namespace zhiheng::serve {

/// Counts what was answered, a row a route. For several threads.
class Metrics {
 public:
  explicit Metrics(const std::vector<Route>& routes);

  /// `route` is the place in the table, or its size for a request that found none.
  void add(std::size_t route, int status, std::size_t bytes, double seconds);

  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> refused_connections{0};

  /// Counters and histograms in the text form of Prometheus.
  std::string text() const;

  static constexpr std::array<double, 8> kBounds{0.0001, 0.0005, 0.001, 0.005, 0.03, 0.1, 0.5, 2};  // seconds

 private:
  struct Row {
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // 1xx … 5xx at 1 … 5
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> by_time{};
    std::atomic<std::uint64_t> bytes{0}, microseconds{0};
  };
  const std::vector<Route>& routes_;
  std::unique_ptr<Row[]> rows_;
};

/// Bytes of memory that the process has in use (resident).
std::size_t resident_bytes();

}  // namespace zhiheng::serve

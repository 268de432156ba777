#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace zhiheng::serve {

/// How often one address may ask for what has to be computed or written: so many a second, and ten times that
/// at once after a pause. For several threads.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// 0: no limit.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  /// Whether another request may be answered now. The machine itself, and who has no address, always may.
  bool take(const std::string& address, Time now);

 private:
  struct Bucket {
    double left = 0;
    Time seen;
  };
  void forget_full(Time now);

  static constexpr double kAtOnce = 10;  // seconds' worth
  double per_second_;
  std::mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace zhiheng::serve

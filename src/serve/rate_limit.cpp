#include "serve/rate_limit.h"

#include <algorithm>

namespace zhiheng::serve {
namespace {

constexpr std::size_t kMostBuckets = 100'000;

bool is_own(const std::string& address) {
  return address.empty() || address.starts_with("127.") || address == "::/64";
}

}  // namespace

bool RateLimit::take(const std::string& address, Time now) {
  if (per_second_ <= 0 || is_own(address)) return true;
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) forget_full(now);
  const double most = per_second_ * kAtOnce;
  const auto [at, is_new] = buckets_.try_emplace(address, Bucket{most, now});
  Bucket& bucket = at->second;
  const std::chrono::duration<double> since = now - bucket.seen;
  bucket.left = std::min(most, bucket.left + since.count() * per_second_);
  bucket.seen = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

/// Whoever has been silent for so long is as good as new.
void RateLimit::forget_full(Time now) {
  std::erase_if(buckets_, [&](const auto& each) {
    return now - each.second.seen > std::chrono::duration<double>(kAtOnce);
  });
}

}  // namespace zhiheng::serve

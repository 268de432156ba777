#include "serve/access_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <iterator>

#include "base/error.h"

namespace zhiheng::serve {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
constexpr std::size_t kMostWaiting = 64 << 20;  // a disk that hangs must not take all memory
constexpr double kMilli = 1e3;

}  // namespace

AccessLog::AccessLog(const std::string& where) {
  if (where.empty()) return;
  file_ = where == "-" ? stdout : std::fopen(where.c_str(), "ae");
  if (file_ == nullptr) throw Error(kFileUnwritable, {where}, {std::strerror(errno)}, 3);
  writer_ = std::thread([this] { write(); });
}

AccessLog::~AccessLog() {
  if (file_ == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  writer_.join();
  if (file_ != stdout) std::fclose(file_);
}

void AccessLog::add(const std::string& request, const std::string& method, const std::string& route,
                    int status, std::size_t bytes, double seconds) {
  if (file_ == nullptr) return;
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto part = now.time_since_epoch() % std::chrono::seconds(1);
  // The second's text is made once a second: it costs more than all the rest.
  thread_local std::time_t known = -1;
  thread_local std::string second;
  if (const auto whole = std::chrono::system_clock::to_time_t(now); whole != known) {
    known = whole;
    second = fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(whole));
  }
  fmt::memory_buffer line;
  fmt::format_to(
      std::back_inserter(line),
      "{{\"time\":\"{}.{:03}Z\",\"request\":\"{}\",\"method\":\"{}\",\"route\":\"{}\",\"status\":{},"
      "\"bytes\":{},\"ms\":{:.3f}}}\n",
      second, part.count(), request, method, route, status, bytes, seconds * kMilli);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() < kMostWaiting) waiting_.append(line.data(), line.size());
}

void AccessLog::write() {
  for (bool last = false; !last;) {
    std::string lines;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kPause, [this] { return stopping_; });
      last = stopping_;
      lines.swap(waiting_);
    }
    std::fwrite(lines.data(), 1, lines.size(), file_);
    std::fflush(file_);
  }
}

}  // namespace zhiheng::serve

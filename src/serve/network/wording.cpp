#include "serve/network/wording.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <atomic>
#include <ctime>
#include <random>

namespace zhiheng::serve::network {

std::string next_request_id() {
  static const std::uint32_t kProcess = std::random_device()();
  static std::atomic<std::uint32_t> next{0};
  return fmt::format("{:08x}{:08x}", kProcess, next++);
}

std::string last_headers(const std::string& request_id, bool keep_alive) {
  thread_local std::time_t known = -1;
  thread_local std::string date;
  if (const std::time_t now = std::time(nullptr); now != known) {
    known = now;
    date = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
  }
  return "Date: " + date +
         (keep_alive ? "\r\nConnection: keep-alive\r\nX-Request-Id: "
                     : "\r\nConnection: close\r\nX-Request-Id: ") +
         request_id + "\r\n\r\n";
}

const std::shared_ptr<const std::string>& heartbeat() {
  static const auto kBeat = std::make_shared<const std::string>(": \n\n");
  return kBeat;
}

}  // namespace zhiheng::serve::network

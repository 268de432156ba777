#include "serve/metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace zhiheng::serve {

Metrics::Metrics(const std::vector<Route>& routes)
    : routes_(routes), rows_(std::make_unique<Row[]>(routes.size() + 1)) {}

void Metrics::add(std::size_t route, int status, std::size_t bytes, double seconds) {
  Row& row = rows_[route];
  constexpr double kMicro = 1e6;
  ++row.by_class[static_cast<std::size_t>(status / 100) % row.by_class.size()];
  std::size_t place = 0;
  while (place < kBounds.size() && seconds > kBounds[place]) ++place;
  ++row.by_time[place];
  row.bytes += bytes;
  row.microseconds += static_cast<std::uint64_t>(seconds * kMicro);
}

std::string Metrics::text() const {
  constexpr double kMicro = 1e6;
  fmt::memory_buffer requests, times, bytes;
  for (std::size_t i = 0; i <= routes_.size(); ++i) {
    const Row& row = rows_[i];
    const std::string name = i < routes_.size() ? routes_[i].id : "none";
    std::uint64_t all = 0;
    for (std::size_t c = 1; c < row.by_class.size(); ++c) {
      if (const auto count = row.by_class[c].load(); count != 0)
        fmt::format_to(std::back_inserter(requests),
                       "zhiheng_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", name, c, count);
    }
    for (const auto& each : row.by_time) all += each;
    if (all == 0) continue;
    std::uint64_t below = 0;
    for (std::size_t b = 0; b < kBounds.size(); ++b) {
      below += row.by_time[b];
      fmt::format_to(std::back_inserter(times),
                     "zhiheng_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, kBounds[b],
                     below);
    }
    fmt::format_to(std::back_inserter(times),
                   "zhiheng_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
                   "zhiheng_request_seconds_sum{{route=\"{0}\"}} "
                   "{2}\nzhiheng_request_seconds_count{{route=\"{0}\"}} {1}\n",
                   name, all, static_cast<double>(row.microseconds) / kMicro);
    fmt::format_to(std::back_inserter(bytes), "zhiheng_answer_bytes_total{{route=\"{}\"}} {}\n", name,
                   row.bytes.load());
  }
  return "# HELP zhiheng_requests_total Requests answered.\n# TYPE zhiheng_requests_total counter\n" +
         fmt::to_string(requests) +
         "# HELP zhiheng_request_seconds Time from the request's arrival to its answer's end.\n"
         "# TYPE zhiheng_request_seconds histogram\n" +
         fmt::to_string(times) +
         "# HELP zhiheng_answer_bytes_total Bytes of answers without their heads.\n"
         "# TYPE zhiheng_answer_bytes_total counter\n" +
         fmt::to_string(bytes) +
         fmt::format(
             "# HELP zhiheng_connections Open connections.\n# TYPE zhiheng_connections gauge\n"
             "zhiheng_connections {}\n# HELP zhiheng_connections_refused_total Connections beyond the "
             "limit.\n"
             "# TYPE zhiheng_connections_refused_total counter\nzhiheng_connections_refused_total {}\n"
             "# HELP process_resident_memory_bytes Resident memory.\n"
             "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {}\n",
             connections.load(), refused_connections.load(), resident_bytes());
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t whole = 0, resident = 0;
  file >> whole >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace zhiheng::serve

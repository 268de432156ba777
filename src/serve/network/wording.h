#pragma once
// The parts of an answer that differ from one to the next.
#include <memory>
#include <string>

namespace zhiheng::serve::network {

/// Sixteen hexadecimal digits, different for each request of this process and, most likely, of any other.
std::string next_request_id();

/// Date, Connection, X-Request-Id and the empty line.
std::string last_headers(const std::string& request_id, bool keep_alive);

/// A comment that listeners skip: it shows whether they are still there.
const std::shared_ptr<const std::string>& heartbeat();

}  // namespace zhiheng::serve::network

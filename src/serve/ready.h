#pragma once
// Answers as bytes: composed once, sent as often as they are asked for.
#include <array>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "serve/compress.h"
#include "serve/http.h"

namespace zhiheng::serve {

/// An answer in one coding. Never changed after it was made.
struct Ready {
  int status = 200;
  std::size_t route = 0;  // in the table of routes: for the metrics
  std::string etag;       // of all codings alike; empty: none
  std::string head;       // status line and headers, without Date, Connection, X-Request-Id and the last line
  std::string not_modified;  // the same for 304
  std::string body;
  std::optional<Hearing> events;
};

/// What goes over the wire for a request.
struct Sent {
  int status = 200;
  std::string_view head, body;
};

/// Composes `answer`, in that coding where its type gains by it and it may be kept: thoroughly where it is
/// kept for good. `is_secure`: over TLS, where browsers are told to stay there. Only what may be kept gets an
/// ETag.
std::shared_ptr<const Ready> make_ready(Answer answer, std::size_t route, bool is_secure, Coding coding);

/// 304 where the request has the answer already; no body for HEAD.
Sent choose(const Ready& ready, const Request& request);

/// Answers to reads by their target and coding. Whatever is in it holds for one day and is forgotten on the
/// next, and when all together is larger than the limit. For several threads.
class AnswerCache {
 public:
  explicit AnswerCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  std::shared_ptr<const Ready> find(const std::string& target, Coding coding, int day) const;
  /// `version`: that of before the answer was computed; one that is older than the last `clear` is not kept.
  void put(const std::string& target, Coding coding, int day, std::uint64_t version,
           std::shared_ptr<const Ready> ready);
  /// Forgets all: what they were computed from has changed.
  void clear();
  std::uint64_t version() const;
  std::size_t bytes() const;

 private:
  mutable std::shared_mutex mutex_;
  std::array<std::unordered_map<std::string, std::shared_ptr<const Ready>>, 3> answers_;  // by coding
  std::size_t bytes_ = 0;
  std::size_t most_bytes_;
  int day_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace zhiheng::serve

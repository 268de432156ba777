#pragma once
// A request and its answer as plain data: what handlers see of HTTP.
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhiheng::serve {

/// A file that came with a request, on disk until the request (or the job that takes it over) is done.
struct ReceivedFile {
  std::string path;  // where it lies: a name of ours
  std::string name;  // as the sender calls it, without folders and control characters
  std::size_t size = 0;
};

/// The parts of a body, once it has arrived.
struct Form {
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<ReceivedFile> files;

  const std::string* field(std::string_view name) const;
};

struct Request {
  std::string method;  // "GET"
  std::string target;  // as received: "/api/v1/districts?q=%E9%97%B5"
  std::string path;    // decoded: begins with '/', has no empty, "." or ".." segment
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string id;              // says which request an answer or a log line is of
  std::string address;         // of the peer, an IPv6 one as its /64; behind a proxy what that says
  std::shared_ptr<Form> form;  // of a multipart body
  std::shared_ptr<const nlohmann::ordered_json> json;  // of a JSON body: an object

  const std::string* header(std::string_view name) const;
  /// The value of a cookie; empty where there is none.
  std::string cookie(std::string_view name) const;
  bool is_read() const { return method == "GET" || method == "HEAD"; }
};

/// Fills path and query from `target`. False for what is no origin-form target of well-formed UTF-8 that
/// stays below the root: an absolute URL, a segment "..", "%00", "%2F", a control character, a broken "%".
bool parse_target(std::string_view target, Request& request);

/// What an address is counted by: itself, an IPv6 one by its /64. Empty for what is none.
std::string network_of(const std::string& address);

/// For how long, and by whom, an answer may be kept.
enum class Keep {
  kNever,      // no-store
  kCheck,      // by anybody, who asks each time whether it still holds
  kImmutable,  // for good: its name changes with its content
};

/// Who hears a stream of events.
struct Hearing {
  std::string job;    // which job's it tells, beside those that are for everybody; may be empty
  std::string token;  // of the session; empty: nobody is signed in
};

/// What a handler gives back.
struct Answer {
  int status = 200;
  std::string type = "application/json; charset=utf-8";
  std::string body{};
  Keep keep = Keep::kNever;
  std::vector<std::pair<std::string, std::string>> headers{};  // besides those that every answer has
  std::optional<Hearing> events{};                             // set for a stream of events
  /// Replaces the content security policy of the pages.
  std::string policy{};
};

/// "Not Found".
const char* status_words(int status);

}  // namespace zhiheng::serve

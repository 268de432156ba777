#include "serve/ready.h"

#include <fmt/core.h>

#include <mutex>

#include "base/file.h"
#include "base/text.h"
#include "base/version.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kWorthwhile = 512;  // shorter bodies gain nothing by being compressed
constexpr const char* kPolicy =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
constexpr const char* kSecurity =
    "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";
constexpr const char* kStayOnTls = "Strict-Transport-Security: max-age=31536000\r\n";

const char* keep_words(Keep keep) {
  switch (keep) {
    case Keep::kNever:
      return "no-store";
    case Keep::kCheck:
      return "public, no-cache";
    case Keep::kImmutable:
      return "public, max-age=31536000, immutable";
  }
  return "no-store";
}

/// What all forms of an answer have in common.
std::string common_head(const Answer& answer, const std::string& etag, bool packs, bool is_secure) {
  std::string head = fmt::format("Server: zhiheng\r\nCache-Control: {}\r\n", keep_words(answer.keep));
  if (!etag.empty()) head += "ETag: " + etag + "\r\n";
  if (packs) head += "Vary: Accept-Encoding\r\n";
  head += fmt::format("Content-Security-Policy: {}\r\n{}", answer.policy.empty() ? kPolicy : answer.policy,
                      kSecurity);
  if (is_secure) head += kStayOnTls;
  for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\r\n";
  return head;
}

std::string status_line(int status) {
  return fmt::format("HTTP/1.1 {} {}\r\n", status, status_words(status));
}

/// Whether If-None-Match names the tag; "W/" does not matter.
bool has_already(const std::string* names, const std::string& etag) {
  if (names == nullptr || etag.empty()) return false;
  const std::string_view bare = std::string_view(etag).substr(2);
  for (const std::string& part : split(*names, ',')) {
    std::string_view name = trim(part);
    if (name == "*") return true;
    if (name.starts_with("W/")) name.remove_prefix(2);
    if (name == bare) return true;
  }
  return false;
}

}  // namespace

std::shared_ptr<const Ready> make_ready(Answer answer, std::size_t route, bool is_secure, Coding coding) {
  auto ready = std::make_shared<Ready>();
  ready->status = answer.status;
  ready->route = route;
  ready->events = answer.events;
  const bool kept = answer.status == 200 && answer.keep != Keep::kNever;
  const bool packs = kept && answer.body.size() >= kWorthwhile && is_compressible(answer.type);
  if (kept) ready->etag = "W/\"" + sha256_hex(answer.body).substr(0, 32) + "\"";
  const std::string common = common_head(answer, ready->etag, packs, is_secure);
  if (kept) ready->not_modified = status_line(304) + common;
  ready->head = status_line(answer.status) + common;
  if (answer.status == 204) return ready;  // has no content, and must not say how much
  ready->head += "Content-Type: " + answer.type + "\r\n";
  const bool thorough = answer.keep == Keep::kImmutable;
  if (packs && coding == Coding::kGzip) {
    ready->body = gzip(answer.body, thorough);
    ready->head += "Content-Encoding: gzip\r\n";
  } else if (packs && coding == Coding::kBrotli) {
    ready->body = brotli(answer.body, thorough);
    ready->head += "Content-Encoding: br\r\n";
  } else {
    ready->body = std::move(answer.body);
  }
  if (!answer.events) ready->head += fmt::format("Content-Length: {}\r\n", ready->body.size());
  return ready;
}

Sent choose(const Ready& ready, const Request& request) {
  if (has_already(request.header("if-none-match"), ready.etag)) return {304, ready.not_modified, {}};
  return {ready.status, ready.head,
          request.method == "HEAD" ? std::string_view() : std::string_view(ready.body)};
}

std::shared_ptr<const Ready> AnswerCache::find(const std::string& target, Coding coding, int day) const {
  const std::shared_lock lock(mutex_);
  if (day != day_) return nullptr;
  const auto& answers = answers_[static_cast<std::size_t>(coding)];
  const auto found = answers.find(target);
  return found == answers.end() ? nullptr : found->second;
}

void AnswerCache::put(const std::string& target, Coding coding, int day, std::uint64_t version,
                      std::shared_ptr<const Ready> ready) {
  const std::size_t size =
      target.size() + ready->head.size() + ready->not_modified.size() + ready->body.size();
  const std::unique_lock lock(mutex_);
  if (version != version_) return;
  if (day != day_ || bytes_ + size > most_bytes_) {
    for (auto& answers : answers_) answers.clear();
    bytes_ = 0;
    day_ = day;
  }
  auto& answers = answers_[static_cast<std::size_t>(coding)];
  if (size <= most_bytes_ && answers.emplace(target, std::move(ready)).second) bytes_ += size;
}

void AnswerCache::clear() {
  const std::unique_lock lock(mutex_);
  for (auto& answers : answers_) answers.clear();
  bytes_ = 0;
  ++version_;
}

std::uint64_t AnswerCache::version() const {
  const std::shared_lock lock(mutex_);
  return version_;
}

std::size_t AnswerCache::bytes() const {
  const std::shared_lock lock(mutex_);
  return bytes_;
}

}  // namespace zhiheng::serve

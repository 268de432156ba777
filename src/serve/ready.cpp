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
std::string common_head(const Answer& answer, const std::string& etag, bool compressed, bool is_secure) {
  std::string head = fmt::format("Server: zhiheng\r\nCache-Control: {}\r\n", keep_words(answer.keep));
  if (!etag.empty()) head += "ETag: " + etag + "\r\n";
  if (compressed) head += "Vary: Accept-Encoding\r\n";
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

std::shared_ptr<Ready> make_ready(Answer answer, std::size_t route, bool is_secure) {
  auto ready = std::make_shared<Ready>();
  ready->status = answer.status;
  ready->route = route;
  ready->events = answer.events;
  const bool kept = answer.status == 200 && answer.keep != Keep::kNever;
  if (kept) ready->etag = "W/\"" + sha256_hex(answer.body).substr(0, 32) + "\"";
  const bool thorough = answer.keep == Keep::kImmutable;
  ready->compressed = kept && answer.body.size() >= kWorthwhile && is_compressible(answer.type);
  const std::string common = common_head(answer, ready->etag, ready->compressed, is_secure);
  if (kept) ready->not_modified = status_line(304) + common;
  auto& plain = ready->forms[static_cast<std::size_t>(Coding::kPlain)];
  plain.body = std::move(answer.body);
  if (ready->compressed) {
    ready->forms[static_cast<std::size_t>(Coding::kGzip)].body = gzip(plain.body, thorough);
    ready->forms[static_cast<std::size_t>(Coding::kBrotli)].body = brotli(plain.body, thorough);
  }
  constexpr const char* kNames[] = {"", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n"};
  for (std::size_t i = 0; i < ready->forms.size(); ++i) {
    auto& form = ready->forms[i];
    form.head = status_line(answer.status) + common;
    if (answer.status != 204) form.head += "Content-Type: " + answer.type + "\r\n" + kNames[i];
    if (!answer.events && answer.status != 204)
      form.head += fmt::format("Content-Length: {}\r\n", form.body.size());
  }
  return ready;
}

Sent choose(const Ready& ready, const Request& request) {
  if (has_already(request.header("if-none-match"), ready.etag)) return {304, ready.not_modified, {}};
  const Coding coding = ready.compressed ? choose_coding(request.header("accept-encoding")) : Coding::kPlain;
  const Ready::Bytes& form = ready.form(coding);
  return {ready.status, form.head,
          request.method == "HEAD" ? std::string_view() : std::string_view(form.body)};
}

std::shared_ptr<const Ready> AnswerCache::find(const std::string& target, int day) const {
  const std::shared_lock lock(mutex_);
  if (day != day_) return nullptr;
  const auto found = answers_.find(target);
  return found == answers_.end() ? nullptr : found->second;
}

void AnswerCache::put(const std::string& target, int day, std::shared_ptr<const Ready> ready) {
  std::size_t size = target.size();
  for (const auto& form : ready->forms) size += form.head.size() + form.body.size();
  const std::unique_lock lock(mutex_);
  if (day != day_ || bytes_ + size > most_bytes_) {
    answers_.clear();
    bytes_ = 0;
    day_ = day;
  }
  if (size <= most_bytes_ && answers_.emplace(target, std::move(ready)).second) bytes_ += size;
}

std::size_t AnswerCache::bytes() const {
  const std::shared_lock lock(mutex_);
  return bytes_;
}

}  // namespace zhiheng::serve

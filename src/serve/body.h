#pragma once
// Bodies of requests as they arrive.
#include <string>
#include <string_view>

#include "serve/http.h"

namespace zhiheng::serve {

/// Takes a body piece by piece.
class Receiver {
 public:
  Receiver() = default;
  virtual ~Receiver() = default;
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  /// The next bytes. Throws Error: kTooLarge, what is wrong with them.
  virtual void take(std::string_view bytes) = 0;
  /// The body is over: hands it to the request. Throws Error where it isn't whole.
  virtual void finish(Request& request) = 0;
};

/// An object of JSON (RFC 8259), at most a mebibyte and not deeper than 32; without a body an empty one.
class JsonReceiver final : public Receiver {
 public:
  /// Throws Error (kWrongType) where the request says another type.
  JsonReceiver(const Request& request, bool has_body);

  void take(std::string_view bytes) override;
  /// Throws Error (kBadJson).
  void finish(Request& request) override;

 private:
  std::string text_;
};

/// Reads the members of a body, each once.
class Members {
 public:
  explicit Members(const Request& request);

  /// A text without control characters other than line breaks, of at most `most` bytes. Throws Error
  /// (kBadMember) where it is missing or something else.
  std::string text(const char* name, std::size_t most = 200);
  /// The same, empty where it is missing or null.
  std::string optional_text(const char* name, std::size_t most = 200);
  /// An object or a list; null where it is missing.
  nlohmann::ordered_json value(const char* name);
  std::uint64_t number(const char* name);
  /// Throws Error (kUnknownMember) where the body has members that nobody has read.
  void end() const;

 private:
  const nlohmann::ordered_json& body_;
  std::vector<std::string> read_;
};

}  // namespace zhiheng::serve

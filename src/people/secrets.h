#pragma once
// Passwords, tokens, codes and the sealing of secrets. Nothing here knows of accounts.
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <semaphore>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/error.h"
#include "base/moment.h"

namespace zhiheng::people {

/// Fills with random bytes. Comes in as an argument; `system_random` is the one for use.
using Random = std::function<void(std::span<std::uint8_t>)>;
Random system_random();

/// A secret of 128 bits as 32 hex digits: for cookies and links. Only its hash is stored.
std::string new_token(const Random& random);
std::string hash_of_token(std::string_view token);
/// What a page sends back with each change, to prove that it is ours; follows from the session's token.
std::string csrf_of(std::string_view token);
/// In a time that doesn't depend on where they differ.
bool equal(std::string_view a, std::string_view b);

/// Argon2id: 19 MiB, two passes, one lane (OWASP). Smaller only in tests.
struct HashCost {
  unsigned long long passes = 2;
  std::size_t bytes = std::size_t{19} << 20;
};

/// Hashes and checks passwords, a few at a time: each takes memory and a processor. Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(HashCost cost = {}, std::ptrdiff_t at_once = 2,
                          std::chrono::milliseconds patience = std::chrono::seconds(5));

  /// "$argon2id$v=19$m=19456,t=2,p=1$…", with a salt of its own. Throws Error ("people.busy", exit code 3)
  /// where too many wait.
  std::string hash(std::string_view password);
  /// An empty or damaged hash takes the same time and doesn't hold. Throws as `hash`.
  bool holds(std::string_view encoded, std::string_view password);

 private:
  class Turn;

  HashCost cost_;
  std::counting_semaphore<> turns_;
  std::chrono::milliseconds patience_;
  std::string nobodys_;  // checked where there is no hash
};

/// Which passwords are refused. No composition rules: length, a list of common ones, and what is about
/// oneself.
class PasswordRules {
 public:
  /// Lines of a file, without those that begin with #; lower case.
  explicit PasswordRules(std::string_view common);
  /// nullopt where it may be used: 15 characters, 8 with a second factor, 256 bytes at most; not common, not
  /// a short piece repeated, not around the account's name. "password.short", "password.long",
  /// "password.common", "password.repeated", "password.account".
  std::optional<Diagnostic> check(std::string_view password, std::string_view account,
                                  bool second_factor) const;
  std::size_t size() const { return common_.size(); }

 private:
  std::unordered_set<std::string> common_;
};

/// TOTP (RFC 6238) with HMAC-SHA-1, 30 s, as the apps have it.
constexpr std::chrono::seconds kTotpStep{30};
std::uint64_t totp_step(Moment at);
std::string totp_code(std::string_view secret, std::uint64_t step, int digits = 6);
/// The step that `code` is of: now, one before or one after, and later than `last`; nullopt where it is none.
std::optional<std::uint64_t> match_totp(std::string_view secret, std::string_view code, Moment at,
                                        std::uint64_t last);
std::string new_totp_secret(const Random& random);  // 20 bytes
std::string base32(std::string_view bytes);         // RFC 4648 without padding
/// What `base32` was made of; nullopt for a text that is none.
std::optional<std::string> base32_bytes(std::string_view text);
/// otpauth://totp/…: what an app reads as a QR code.
std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);

/// Seals secrets that have to be read again, with a key that lies in a file beside the journal.
class Seal {
 public:
  /// Reads the key, makes it where there is none. Throws Error ("people.bad-key", "file.unwritable").
  Seal(const std::string& path, const Random& random);
  /// As hex, with a nonce before it.
  std::string close(std::string_view secret, const Random& random) const;
  /// nullopt where it was not sealed with this key, or was changed.
  std::optional<std::string> open(std::string_view sealed) const;

 private:
  std::array<std::uint8_t, 32> key_{};
};

}  // namespace zhiheng::people

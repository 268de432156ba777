#include "people/secrets.h"

#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <new>

#include "base/file.h"
#include "base/text.h"

namespace zhiheng::people {
namespace {

constexpr ErrorCode kBusy{"people.busy", "登录的人太多，请稍后再试",
                          "too many are signing in: try again in a moment"};
constexpr ErrorCode kShort{"password.short", "口令太短：至少 {} 个字符，可用一句话",
                           "too short: at least {} characters; a sentence will do"};
constexpr ErrorCode kLong{"password.long", "口令太长：不超过 {} 字节", "too long: at most {} bytes"};
constexpr ErrorCode kCommon{"password.common", "这个口令太常见，最先被试到",
                            "this password is common and among the first to be tried"};
constexpr ErrorCode kRepeated{"password.repeated", "口令只是一小段的重复",
                              "the password is a short piece repeated"};
constexpr ErrorCode kAccount{"password.account", "口令里有账号名",
                             "the password has the account's name in it"};
constexpr std::size_t kLongest = 256;
constexpr std::size_t kAlone = 15, kWithFactor = 8, kShortPiece = 6;

void start_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::bad_alloc();
}

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
  out.pop_back();
  return out;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// The shortest piece of which `text` consists, as often as it is; `text` itself where it is no repetition.
std::string_view piece_of(std::string_view text) {
  for (std::size_t size = 1; size <= text.size() / 2; ++size)
    if (text.size() % size == 0 && text.substr(size) == text.substr(0, text.size() - size))
      return text.substr(0, size);
  return text;
}

}  // namespace

Random system_random() {
  start_sodium();
  return [](std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
}

std::string new_token(const Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random(bytes);
  return hex(bytes);
}

std::string hash_of_token(std::string_view token) { return sha256_hex(token); }

std::string csrf_of(std::string_view token) { return sha256_hex("zhiheng csrf " + std::string(token)); }

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// One of the turns, given back at the end.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    if (!hasher_.turns_.try_acquire_for(hasher_.patience_)) throw Error(kBusy, {}, {}, 3);
  }
  ~Turn() { hasher_.turns_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(HashCost cost, std::ptrdiff_t at_once, std::chrono::milliseconds patience)
    : cost_(cost), turns_(at_once), patience_(patience) {
  start_sodium();
  nobodys_ = hash(new_token(system_random()));
}

std::string PasswordHasher::hash(std::string_view password) {
  const Turn turn(*this);
  char encoded[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_argon2id_str(encoded, password.data(), password.size(), cost_.passes, cost_.bytes) != 0)
    throw std::bad_alloc();
  return encoded;
}

bool PasswordHasher::holds(std::string_view encoded, std::string_view password) {
  const Turn turn(*this);
  const bool real = encoded.starts_with("$argon2id$") && encoded.size() < crypto_pwhash_STRBYTES;
  const std::string checked(real ? encoded : nobodys_);
  return crypto_pwhash_argon2id_str_verify(checked.c_str(), password.data(), password.size()) == 0 && real;
}

PasswordRules::PasswordRules(std::string_view common) {
  for (const std::string& line : split(common, '\n'))
    if (!line.empty() && line[0] != '#') common_.insert(std::string(trim(line)));
}

std::optional<Diagnostic> PasswordRules::check(std::string_view password, std::string_view account,
                                               bool second_factor) const {
  const std::size_t least = second_factor ? kWithFactor : kAlone;
  if (password.size() > kLongest) return diagnose(kLong, {}, {std::to_string(kLongest)});
  if (characters(password) < least) return diagnose(kShort, {}, {std::to_string(least)});
  const std::string text = lower(password);
  if (common_.contains(text)) return diagnose(kCommon, {});
  const std::string piece(piece_of(text));
  if (piece.size() < text.size() && (piece.size() < kShortPiece || common_.contains(piece)))
    return diagnose(kRepeated, {});
  if (account.size() >= 4 && text.find(lower(account)) != std::string::npos) return diagnose(kAccount, {});
  return {};
}

namespace {

constexpr ErrorCode kBadKey{
    "people.bad-key", "密钥文件应为 64 位十六进制数；没有它，动态口令要重新绑定",
    "the key file must be 64 hexadecimal digits; without it second factors have to be set up anew"};

}  // namespace

Seal::Seal(const std::string& path, const Random& random) {
  start_sodium();
  static_assert(sizeof key_ == crypto_secretbox_KEYBYTES);
  if (list_files(path.substr(0, path.rfind('/')), path.substr(path.rfind('/'))).empty()) {
    random(key_);
    replace_file(path, hex(key_) + "\n");
    std::filesystem::permissions(path,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return;
  }
  const std::string text = read_file(path, path);
  std::size_t size = 0;
  if (sodium_hex2bin(key_.data(), key_.size(), text.data(), text.size(), "\n", &size, nullptr) != 0 ||
      size != key_.size())
    throw Error(kBadKey, {path});
}

std::string Seal::close(std::string_view secret, const Random& random) const {
  std::array<std::uint8_t, crypto_secretbox_NONCEBYTES> nonce{};
  random(nonce);
  std::string box(secret.size() + crypto_secretbox_MACBYTES, '\0');
  auto* bytes = reinterpret_cast<std::uint8_t*>(box.data());
  crypto_secretbox_easy(bytes, reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size(),
                        nonce.data(), key_.data());
  return hex(nonce) + hex({bytes, box.size()});
}

std::optional<std::string> Seal::open(std::string_view sealed) const {
  std::string bytes(sealed.size() / 2, '\0');
  std::size_t size = 0;
  auto* raw = reinterpret_cast<std::uint8_t*>(bytes.data());
  const bool whole =
      sodium_hex2bin(raw, bytes.size(), sealed.data(), sealed.size(), nullptr, &size, nullptr) == 0;
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (!whole || size < kAround) return {};
  std::string secret(size - kAround, '\0');
  if (crypto_secretbox_open_easy(reinterpret_cast<std::uint8_t*>(secret.data()),
                                 raw + crypto_secretbox_NONCEBYTES, size - crypto_secretbox_NONCEBYTES, raw,
                                 key_.data()) != 0)
    return {};
  return secret;
}

}  // namespace zhiheng::people

// One-time codes by time: RFC 4226, RFC 6238, RFC 4648.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "people/secrets.h"

namespace zhiheng::people {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr char kBase32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
        c == '.')
      out += c;
    else
      out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
  }
  return out;
}

}  // namespace

std::uint64_t totp_step(Moment at) {
  return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch() /
                                    kTotpStep);
}

std::string totp_code(std::string_view secret, std::uint64_t step, int digits) {
  unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
  for (int i = 7; i >= 0; --i, step >>= 8) counter[i] = static_cast<unsigned char>(step & 0xff);
  unsigned int size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter, sizeof counter, mac, &size);
  const unsigned int at = mac[size - 1] & 0xf;
  const std::uint32_t value = (static_cast<std::uint32_t>(mac[at] & 0x7f) << 24) |
                              (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                              (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
  std::string text = std::to_string(value);
  text.insert(0, text.size() < 10 ? 10 - text.size() : 0, '0');
  return text.substr(text.size() - static_cast<std::size_t>(digits));
}

std::optional<std::uint64_t> match_totp(std::string_view secret, std::string_view code, Moment at,
                                        std::uint64_t last) {
  std::optional<std::uint64_t> found;
  const std::uint64_t now = totp_step(at);
  for (const std::uint64_t step : {now - 1, now, now + 1})
    if (equal(totp_code(secret, step), code) && step > last) found = step;
  return found;
}

std::string new_totp_secret(const Random& random) {
  std::string secret(kSecretBytes, '\0');
  random({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  return secret;
}

std::optional<std::string> base32_bytes(std::string_view text) {
  std::string bytes;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = std::string_view(kBase32).find(c);
    if (value == std::string_view::npos) return {};
    waiting = (waiting << 5) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(waiting >> bits & 0xff);
    }
  }
  return bytes;
}

std::string base32(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) out += kBase32[(bits >> (count - 5)) & 31];
  }
  if (count > 0) out += kBase32[(bits << (5 - count)) & 31];
  return out;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
         "?secret=" + base32(secret) + "&issuer=" + percent_encoded(issuer) +
         "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace zhiheng::people

#include "journal/digest.h"

#include <openssl/evp.h>

#include <new>

namespace zhiheng::journal {

std::string_view name_of(Algorithm algorithm) { return algorithm == Algorithm::kSm3 ? "sm3" : "sha256"; }

std::optional<Algorithm> algorithm_of(std::string_view name) {
  for (const Algorithm known : {Algorithm::kSha256, Algorithm::kSm3})
    if (name == name_of(known)) return known;
  return {};
}

/// Finding an algorithm costs more than hashing a line with it: it is done once.
struct Digest::Engine {
  EVP_MD* method = nullptr;
  EVP_MD_CTX* context = nullptr;
  ~Engine() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(method);
  }
};

Digest::Digest(Algorithm algorithm) : algorithm_(algorithm), engine_(std::make_unique<Engine>()) {
  engine_->method = EVP_MD_fetch(nullptr, algorithm == Algorithm::kSm3 ? "SM3" : "SHA256", nullptr);
  engine_->context = EVP_MD_CTX_new();
  if (engine_->method == nullptr || engine_->context == nullptr) throw std::bad_alloc();
}

Digest::~Digest() = default;

Hex Digest::of(std::string_view bytes) {
  unsigned char digest[32];
  if (EVP_DigestInit_ex2(engine_->context, engine_->method, nullptr) != 1 ||
      EVP_DigestUpdate(engine_->context, bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(engine_->context, digest, nullptr) != 1)
    throw std::bad_alloc();
  constexpr char kDigits[] = "0123456789abcdef";
  Hex hex;
  for (std::size_t i = 0; i < sizeof digest; ++i) {
    hex[2 * i] = kDigits[digest[i] >> 4];
    hex[2 * i + 1] = kDigits[digest[i] & 15];
  }
  return hex;
}

}  // namespace zhiheng::journal

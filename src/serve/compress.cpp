#include "serve/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kFailed{"http.compression", "压缩失败", "compressing failed"};
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a gzip head

/// Whether a header's weight allows it: "gzip;q=0" does not.
bool is_allowed(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return true;
  return trim(parameters.substr(at + 2)).find_first_not_of("0.") != std::string_view::npos;
}

}  // namespace

std::string gzip(std::string_view bytes, bool thorough) {
  z_stream stream{};
  constexpr int kMemory = 8;
  if (deflateInit2(&stream, thorough ? 9 : 6, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw Error(kFailed, {}, {}, kOurFault);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw Error(kFailed, {}, {}, kOurFault);
  return out;
}

std::string brotli(std::string_view bytes, bool thorough) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (BrotliEncoderCompress(thorough ? 9 : 5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_FALSE)
    throw Error(kFailed, {}, {}, kOurFault);
  out.resize(size);
  return out;
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") || type == "image/svg+xml" ||
         type.starts_with("application/manifest+json");
}

Coding choose_coding(const std::string* accept_encoding) {
  if (accept_encoding == nullptr) return Coding::kPlain;
  bool has_gzip = false;
  for (const std::string& part : split(*accept_encoding, ',')) {
    const std::string_view whole = trim(part);
    const std::size_t end = whole.find(';');
    const std::string_view name = trim(whole.substr(0, end));
    if (end != std::string_view::npos && !is_allowed(whole.substr(end))) continue;
    if (name == "br") return Coding::kBrotli;
    has_gzip = has_gzip || name == "gzip";
  }
  return has_gzip ? Coding::kGzip : Coding::kPlain;
}

}  // namespace zhiheng::serve

#pragma once
#include <string>
#include <string_view>

namespace zhiheng::serve {

/// How an answer's bytes travel.
enum class Coding { kPlain, kGzip, kBrotli };

/// `bytes` in a gzip member, or as a brotli stream; the same bytes give the same result. `thorough`: for what
/// is kept for long, at several times the cost.
std::string gzip(std::string_view bytes, bool thorough);
std::string brotli(std::string_view bytes, bool thorough);

/// Whether bytes of that media type get smaller: text does, what is packed already does not.
bool is_compressible(std::string_view media_type);

/// The best coding that `accept_encoding` (a header's value; nullptr: none) allows: brotli, gzip, plain.
Coding choose_coding(const std::string* accept_encoding);

}  // namespace zhiheng::serve

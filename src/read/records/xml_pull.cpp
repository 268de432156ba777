#include "read/records/xml_pull.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/error.h"
#include "read/encoding.h"
#include "read/records/utf8_bytes.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kDocumentType{"read.hostile", "部件 {} 含有 DTD 或自定义实体，拒绝读取",
                                  "part {} has a document type or entities of its own; refused"};
constexpr ErrorCode kTooDeep{"read.hostile", "部件 {} 的 XML 嵌套超过 32 层，拒绝读取",
                             "the XML of part {} is nested deeper than 32; refused"};
constexpr ErrorCode kTooLong{"read.hostile", "部件 {} 的标签或文字超过 8 MiB，拒绝读取",
                             "a tag or text of part {} is longer than 8 MiB; refused"};
constexpr ErrorCode kDamaged{"read.damaged", "部件 {} 不是完好的 XML", "part {} is not well-formed XML"};

constexpr size_t kMaxDepth = 32;
constexpr size_t kBuffer = size_t{256} << 10;
constexpr size_t kMaxPiece = size_t{8} << 20;
constexpr auto kNone = std::string_view::npos;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool is_name(std::string_view name) {
  if (name.empty()) return false;
  const auto first = static_cast<unsigned char>(name[0]);
  if (first < 'A' && first != ':') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '<' && c != '&' && c != '"' && c != '\'' && c != '=';
  });
}

std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }  // npos + 1 is 0

/// Skips white space; whether there is more.
bool skip_space(std::string_view text, size_t& at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at < text.size();
}

}  // namespace

XmlPull::XmlPull(Source source, std::string part, std::string shown)
    : source_(std::move(source)),
      part_(std::move(part)),
      shown_(std::move(shown)),
      buffer_(kBuffer, '\0'),
      open_(kMaxDepth) {
  while (end_ < 3 && more()) {
  }
  if (rest().starts_with("\xEF\xBB\xBF")) at_ += 3;
}

void XmlPull::damaged() const { throw Error(kDamaged, {shown_}, {part_}); }

/// Gets more bytes behind those that are there, which may move; false at the end.
bool XmlPull::more() {
  if (ended_) return false;
  if (at_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= kMaxPiece) throw Error(kTooLong, {shown_}, {part_});
    buffer_.resize(2 * buffer_.size());
  }
  const size_t got = source_(std::span(buffer_).subspan(end_));
  if (std::memchr(buffer_.data() + end_, '\0', got) != nullptr) damaged();
  end_ += got;
  ended_ = got == 0;
  return got > 0;
}

/// Position of `what` in `rest()`, from `from` on; gets more bytes until it is there, npos where it is
/// nowhere.
size_t XmlPull::find(std::string_view what, size_t from) {
  while (true) {
    const size_t found = rest().find(what, from);
    if (found != kNone) return found;
    const size_t size = end_ - at_;
    if (size >= what.size()) from = std::max(from, size - what.size() + 1);
    if (!more()) return kNone;
  }
}

size_t XmlPull::find(char what, size_t from) {
  while (true) {
    const size_t size = end_ - at_;
    const void* const found =
        from < size ? std::memchr(buffer_.data() + at_ + from, what, size - from) : nullptr;
    if (found != nullptr) return static_cast<size_t>(static_cast<const char*>(found) - buffer_.data()) - at_;
    from = std::max(from, size);
    if (!more()) return kNone;
  }
}

bool XmlPull::begins_with(std::string_view what) {
  while (end_ - at_ < what.size() && more()) {
  }
  return rest().starts_with(what);
}

XmlPull::Event XmlPull::text_up_to(size_t size, size_t skip) {
  text_ = rest().substr(0, size);
  at_ += size + skip;
  return Event::kText;
}

XmlPull::Event XmlPull::next() {
  if (pending_end_) {
    pending_end_ = false;
    event_depth_ = depth_--;
    return Event::kEnd;
  }
  literal_ = false;
  while (true) {
    const size_t size = find('<', 0);
    if (size == kNone) {
      const auto left = rest();
      if (depth_ != 0 || !had_root_ || !std::all_of(left.begin(), left.end(), is_space)) damaged();
      return Event::kDone;
    }
    if (size > 0 && depth_ > 0) return text_up_to(size, 0);
    if (const auto before = rest().substr(0, size); !std::all_of(before.begin(), before.end(), is_space))
      damaged();
    at_ += size;
    if (end_ - at_ < 2 && !more()) damaged();
    const char c = rest()[1];
    if (c != '!' && c != '?') return tag();
    if (c == '!' && begins_with("<![CDATA[")) {
      const size_t close = find("]]>", 9);
      if (close == kNone || depth_ == 0) damaged();
      at_ += 9;
      literal_ = true;
      return text_up_to(close - 9, 3);
    }
    special();
  }
}

/// Skips a comment or processing instruction; the others are refused.
void XmlPull::special() {
  const bool comment = begins_with("<!--");
  const bool instruction = rest()[1] == '?';
  if (!comment && !instruction) throw Error(kDocumentType, {shown_}, {part_});
  const size_t close = comment ? find("-->", 4) : find("?>", 2);
  if (close == kNone) damaged();
  const std::string_view inside = rest().substr(0, close);
  if (inside.starts_with("<?xml ")) {
    const size_t encoding = inside.find("encoding");
    const std::string_view value = encoding == kNone ? "" : inside.substr(encoding);
    const bool fine = encoding == kNone || value.find("UTF-8") != kNone || value.find("utf-8") != kNone;
    if (!fine) damaged();
  }
  at_ += close + (comment ? 3 : 2);
}

XmlPull::Event XmlPull::tag() {
  size_t size = find('>', 1) + 1;  // npos + 1 is 0
  if (size > 0 && rest()[1] == '/') return end(size);
  // A `>` may stand in an attribute.
  while (size > 0 && !start(size)) size = find('>', size) + 1;
  if (size == 0) damaged();
  return Event::kStart;
}

XmlPull::Event XmlPull::end(size_t size) {
  std::string_view name = rest().substr(2, size - 3);
  while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
  if (depth_ == 0 || name != open_[depth_ - 1]) damaged();
  name_ = local(name);
  attribute_count_ = 0;
  at_ += size;
  event_depth_ = depth_--;
  return Event::kEnd;
}

/// Takes the start tag of this size; false where an attribute goes on behind it.
bool XmlPull::start(size_t size) {
  std::string_view inside = rest().substr(1, size - 2);
  pending_end_ = inside.ends_with('/');
  if (pending_end_) inside.remove_suffix(1);
  size_t at = 0;
  while (at < inside.size() && !is_space(inside[at])) ++at;
  const std::string_view name = inside.substr(0, at);
  if (!is_name(name) || (depth_ == 0 && had_root_)) damaged();
  attribute_count_ = 0;
  while (skip_space(inside, at)) {
    const size_t equals = inside.find('=', at);
    if (equals == kNone || equals + 1 >= inside.size() || attribute_count_ == attributes_.size()) damaged();
    const char quote = inside[equals + 1];
    const size_t close = inside.find(quote, equals + 2);
    if ((quote == '"' || quote == '\'') && close == kNone) return false;
    const std::string_view attribute_name = inside.substr(at, equals - at);
    if ((quote != '"' && quote != '\'') || !is_name(attribute_name)) damaged();
    attributes_[attribute_count_++] = {local(attribute_name), inside.substr(equals + 2, close - equals - 2)};
    at = close + 1;
  }
  if (depth_ == kMaxDepth) throw Error(kTooDeep, {shown_}, {part_});
  open_[depth_++] = name;
  event_depth_ = depth_;
  had_root_ = true;
  name_ = local(name);
  at_ += size;
  return true;
}

std::string_view XmlPull::attribute(std::string_view local_name) const {
  for (size_t i = 0; i < attribute_count_; ++i) {
    if (attributes_[i].name == local_name) return attributes_[i].value;
  }
  return {};
}

void XmlPull::append_text(std::string& to, size_t most) const {
  if (!is_utf8(text_)) damaged();
  if (literal_) {
    to += text_.substr(0, most);
  } else {
    append_decoded(text_, to, most);
  }
}

std::string XmlPull::decoded(std::string_view raw) const {
  if (!is_utf8(raw)) damaged();
  std::string out;
  append_decoded(raw, out, kMaxPiece);
  return out;
}

void XmlPull::append_decoded(std::string_view raw, std::string& to, size_t most) const {
  const size_t begin = to.size();
  while (!raw.empty() && to.size() - begin < most) {
    const size_t plain = std::min(raw.find('&'), raw.size());
    to += raw.substr(0, std::min(plain, most - (to.size() - begin)));
    raw.remove_prefix(plain);
    if (!raw.empty()) raw.remove_prefix(append_entity(raw, to));
  }
}

/// Appends the character of the reference that `raw` begins with; returns its size.
size_t XmlPull::append_entity(std::string_view raw, std::string& to) const {
  const size_t close = raw.substr(0, 12).find(';');
  if (close == kNone) damaged();
  const std::string_view name = raw.substr(1, close - 1);
  constexpr std::array<std::pair<std::string_view, char>, 5> kNames = {
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
  for (const auto& [known, character] : kNames) {
    if (name != known) continue;
    to += character;
    return close + 1;
  }
  if (!name.starts_with('#')) throw Error(kDocumentType, {shown_}, {part_});
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  std::uint32_t c = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), c, hexadecimal ? 16 : 10);
  const bool character = c > 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
  if (error != std::errc() || end != digits.data() + digits.size() || !character) damaged();
  std::array<char, 4> bytes;
  to.append(bytes.data(), put_utf8(c, bytes.data()));
  return close + 1;
}

}  // namespace zhiheng::read

#pragma once
#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::read {

/// XML from a stranger, one piece after another, of whatever length in little memory. Refuses document types
/// (and with them every entity of their own), a depth over 32, tags and texts over 8 MiB, encodings other
/// than UTF-8, and what is not well-formed. Throws Error ("read.hostile", "read.damaged") naming the part.
class XmlPull {
 public:
  /// Writes the next bytes, returns how many; 0 at the end.
  using Source = std::function<size_t(std::span<char>)>;
  enum class Event { kStart, kEnd, kText, kDone };

  XmlPull(Source source, std::string part, std::string shown);

  /// The next piece; an empty element has a start and an end. Text comes in pieces where comments or CDATA
  /// are in it.
  Event next();
  /// The element's name without prefix, of a start or end. All views live until the next call of `next`.
  std::string_view name() const { return name_; }
  /// The attribute of this local name as it is written; empty where there is none.
  std::string_view attribute(std::string_view local_name) const;
  /// Of a start: how deep it is, 1 for the root; of an end the same.
  size_t depth() const { return event_depth_; }
  /// Appends the text, entities replaced; at most `most` bytes of it. Checks that it is UTF-8.
  void append_text(std::string& to, size_t most = size_t{8} << 20) const;
  std::string_view raw_text() const { return text_; }
  /// Text with entities replaced, as `append_text`: of an attribute.
  std::string decoded(std::string_view raw) const;

 private:
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };
  [[noreturn]] void damaged() const;
  bool more();
  std::string_view rest() const { return std::string_view(buffer_).substr(at_, end_ - at_); }
  size_t find(std::string_view what, size_t from);
  size_t find(char what, size_t from);
  bool begins_with(std::string_view what);
  Event text_up_to(size_t size, size_t skip);
  Event tag();
  bool start(size_t size);
  Event end(size_t size);
  void special();
  void append_decoded(std::string_view raw, std::string& to, size_t most) const;
  size_t append_entity(std::string_view raw, std::string& to) const;

  Source source_;
  std::string part_;
  std::string shown_;
  std::string buffer_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool ended_ = false;
  std::vector<std::string> open_;  // full names
  size_t depth_ = 0;
  size_t event_depth_ = 0;
  bool pending_end_ = false;  // of an empty element
  bool had_root_ = false;
  bool literal_ = false;  // CDATA
  std::string_view name_;
  std::string_view text_;
  std::array<Attribute, 64> attributes_;
  size_t attribute_count_ = 0;
};

}  // namespace zhiheng::read

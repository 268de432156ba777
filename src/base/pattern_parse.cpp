#include "base/pattern_parse.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/text.h"

namespace zhiheng::pattern {
namespace {

constexpr ErrorCode kSyntax{"pattern.syntax", "样式“{}”第 {} 个字节处有误：{}",
                            "the pattern “{}” is wrong at byte {}: {}"};
constexpr ErrorCode kTooLarge{"pattern.too-large", "样式“{}”展开后过大；减小重复次数",
                              "the pattern “{}” grows too large; ask for fewer repeats"};

constexpr std::size_t kMostNodes = 60000;
constexpr int kMostRepeats = 1000, kMostDepth = 50;
constexpr char32_t kLastCodePoint = 0x10FFFF;

struct Range {
  char32_t low, high;
};
using Ranges = std::vector<Range>;

/// A piece of graph, built backwards: given where to go on, gives where to begin.
using Piece = std::function<int(int next)>;

Ranges inverted(Ranges ranges) {
  std::ranges::sort(ranges, {}, &Range::low);
  Ranges out;
  char32_t from = 0;
  for (const Range& r : ranges) {
    if (r.low > from) out.push_back({from, r.low - 1});
    from = std::max<char32_t>(from, r.high + 1);
  }
  if (from <= kLastCodePoint) out.push_back({from, kLastCodePoint});
  return out;
}

/// The bytes of one code point.
int encode(char32_t c, std::array<std::uint8_t, 4>& out) {
  const int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (int i = size - 1; i > 0; --i, c >>= 6)
    out[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  constexpr std::array<std::uint8_t, 5> kLead{0, 0, 0xC0, 0xE0, 0xF0};
  out[0] = static_cast<std::uint8_t>(kLead[static_cast<std::size_t>(size)] | c);
  return size;
}

/// Cuts a range where the length of its bytes changes, or where not all of the trailing bytes are free, and
/// gives each part as ranges of single bytes.
void split_range(char32_t low, char32_t high,
                 const std::function<void(const std::array<std::uint8_t, 4>&,
                                          const std::array<std::uint8_t, 4>&, int)>& part) {
  for (const char32_t last : {0x7Fu, 0x7FFu, 0xD7FFu, 0xDFFFu, 0xFFFFu}) {
    if (low <= last && high > last) {
      split_range(low, last, part);
      split_range(last + 1, high, part);
      return;
    }
  }
  if (low >= 0xD800 && high <= 0xDFFF) return;  // surrogates are no characters
  for (int i = 1; i < 4 && high >= 0x80; ++i) {
    const char32_t mask = (1u << (6 * i)) - 1;
    if ((low & ~mask) == (high & ~mask)) break;
    if ((low & mask) != 0) {
      split_range(low, low | mask, part);
      split_range((low | mask) + 1, high, part);
      return;
    }
    if ((high & mask) != mask) {
      split_range(low, (high & ~mask) - 1, part);
      split_range(high & ~mask, high, part);
      return;
    }
  }
  std::array<std::uint8_t, 4> first{}, final{};
  encode(low, first);
  part(first, final, encode(high, final));
}

class Parser {
 public:
  Parser(const std::string& text, const Location& where) : text_(text), where_(where) {}

  Graph run() {
    if (peek('^')) ++at_;
    const Piece all = alternatives(0);
    if (at_ < text_.size()) fail("多出的 )", "a ) too many");
    const int end = add({});
    graph_.start = all(end);
    return std::move(graph_);
  }

 private:
  [[noreturn]] void fail(const char* zh, const char* en) const {
    Diagnostic wrong = diagnose(kSyntax, where_, {text_, std::to_string(at_ + 1), zh});
    wrong.en = diagnose(kSyntax, where_, {text_, std::to_string(at_ + 1), en}).en;
    throw Error(std::move(wrong));
  }

  bool peek(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) { return peek(c) && ++at_ > 0; }

  /// Ends what would be expanded for ever: an empty group repeated and repeated again has no nodes to be
  /// counted.
  void spend() {
    if (++spent_ > kMostNodes) throw Error(kTooLarge, where_, {text_});
  }

  int add(const Node& node) {
    if (graph_.nodes.size() >= kMostNodes) throw Error(kTooLarge, where_, {text_});
    graph_.nodes.push_back(node);
    return static_cast<int>(graph_.nodes.size()) - 1;
  }

  Piece alternatives(int depth) {
    if (depth > kMostDepth) fail("括号太深", "brackets too deep");
    Piece all = sequence(depth);
    while (take('|')) {
      all = [this, left = std::move(all), right = sequence(depth)](int next) {
        const int a = left(next), b = right(next);
        return add({Node::Kind::kFork, 0, 0, a, b});
      };
    }
    return all;
  }

  Piece sequence(int depth) {
    std::vector<Piece> parts;
    while (at_ < text_.size() && !peek('|') && !peek(')')) {
      if (peek('$') && at_ + 1 == text_.size()) {
        ++at_;
        break;
      }
      parts.push_back(repeated(one(depth)));
    }
    return [parts = std::move(parts)](int next) {
      for (auto part = parts.rbegin(); part != parts.rend(); ++part) next = (*part)(next);
      return next;
    };
  }

  Piece one(int depth) {
    if (take('(')) {
      if (take('?') && !take(':')) fail("不支持的括号形式", "this kind of group is not supported");
      Piece inner = alternatives(depth + 1);
      if (!take(')')) fail("缺少 )", "a ) is missing");
      return inner;
    }
    if (take('[')) return characters(bracket());
    if (take('.')) return characters({{0, '\n' - 1}, {'\n' + 1, kLastCodePoint}});
    if (take('\\')) return characters(escaped());
    const char32_t c = code_point();
    if (std::u32string_view(U"*+?{}^$]").find(c) != std::u32string_view::npos) {
      --at_;
      fail("此处不能用该符号；本身写作 \\ 加符号",
           "this sign can't stand here; write \\ before it for itself");
    }
    return characters({{c, c}});
  }

  char32_t code_point() {
    std::size_t after = at_;
    const char32_t c = next_code_point(text_, after);
    if (find_invalid_utf8(std::string_view(text_).substr(at_, after - at_)) != std::string_view::npos) {
      fail("不是 UTF-8", "no UTF-8");
    }
    at_ = after;
    return c;
  }

  /// What stands behind a backslash.
  Ranges escaped() {
    if (at_ == text_.size()) fail("末尾的 \\", "a \\ at the end");
    const char c = text_[at_++];
    switch (c) {
      case 'd':
        return {{'0', '9'}};
      case 'D':
        return inverted({{'0', '9'}});
      case 'w':
        return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
      case 'W':
        return inverted({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
      case 's':
        return {{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x3000, 0x3000}};
      case 't':
        return {{'\t', '\t'}};
      default:
        break;
    }
    const bool sign = static_cast<unsigned char>(c) < 0x80 && !(c >= '0' && c <= '9') &&
                      !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    if (!sign) fail("不支持的 \\ 写法", "this \\ is not supported");
    return {{static_cast<char32_t>(c), static_cast<char32_t>(c)}};
  }

  Ranges bracket() {
    const bool negated = take('^');
    Ranges all;
    while (!peek(']')) {
      if (at_ == text_.size()) fail("缺少 ]", "a ] is missing");
      const Ranges low = take('\\') ? escaped() : single();
      const bool range = peek('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
      if (!range) {
        all.insert(all.end(), low.begin(), low.end());
        continue;
      }
      ++at_;
      const Ranges high = take('\\') ? escaped() : single();
      const bool plain =
          low.size() == 1 && high.size() == 1 && low[0].low == low[0].high && high[0].low == high[0].high;
      if (!plain || low[0].low > high[0].high) fail("范围有误", "not a range");
      all.push_back({low[0].low, high[0].high});
    }
    ++at_;
    if (all.empty()) fail("[] 中没有字符", "nothing in []");
    return negated ? inverted(all) : all;
  }

  Ranges single() {
    const char32_t c = code_point();
    return {{c, c}};
  }

  /// The graph of one character out of `ranges`.
  Piece characters(Ranges ranges) {
    return [this, ranges = std::move(ranges)](int next) {
      int all = -1;
      for (const Range& r : ranges) {
        split_range(r.low, r.high, [&](const auto& low, const auto& high, int size) {
          int to = next;
          for (int i = size - 1; i >= 0; --i) {
            const auto at = static_cast<std::size_t>(i);
            to = add({Node::Kind::kBytes, low[at], high[at], to, -1});
          }
          all = all == -1 ? to : add({Node::Kind::kFork, 0, 0, to, all});
        });
      }
      if (all == -1) all = add({Node::Kind::kBytes, 1, 0, next, -1});  // no character at all
      return all;
    };
  }

  struct Repeats {
    int least = 1, most = 1;  // most -1: any number
  };

  int number() {
    const std::size_t from = at_;
    int value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      value = std::min(value * 10 + (text_[at_] - '0'), kMostRepeats + 1);
    }
    if (at_ == from) fail("此处应为次数", "a number of repeats is wanted");
    if (value > kMostRepeats) throw Error(kTooLarge, where_, {text_});
    return value;
  }

  Repeats braces() {
    Repeats r;
    r.least = number();
    r.most = !take(',') ? r.least : peek('}') ? -1 : number();
    if (!take('}')) fail("缺少 }", "a } is missing");
    if (r.most != -1 && r.most < r.least) fail("次数颠倒", "the numbers of repeats are the wrong way round");
    return r;
  }

  Piece repeated(Piece piece) {
    const Repeats r = take('?')   ? Repeats{0, 1}
                      : take('*') ? Repeats{0, -1}
                      : take('+') ? Repeats{1, -1}
                      : take('{') ? braces()
                                  : Repeats{};
    if (r.least == 1 && r.most == 1) return piece;
    if (peek('?') || peek('+') || peek('*') || peek('{'))
      fail("不能接着再重复", "a repeat can't be repeated");
    return [this, piece = std::move(piece), r](int next) {
      int to = next;
      if (r.most == -1) {
        to = add({Node::Kind::kFork, 0, 0, -1, next});
        const int body = piece(to);
        graph_.nodes[static_cast<std::size_t>(to)].next = body;
      }
      for (int i = r.least; i < r.most; ++i) {
        spend();
        const int body = piece(to);
        to = add({Node::Kind::kFork, 0, 0, body, next});
      }
      for (int i = 0; i < r.least; ++i) {
        spend();
        to = piece(to);
      }
      return to;
    };
  }

  const std::string& text_;
  const Location& where_;
  std::size_t at_ = 0;
  std::size_t spent_ = 0;
  Graph graph_;
};

}  // namespace

Graph parse(const std::string& text, const Location& where) { return Parser(text, where).run(); }

}  // namespace zhiheng::pattern

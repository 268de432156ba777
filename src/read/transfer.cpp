#include "read/transfer.h"

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <type_traits>

#include "read/encoding.h"

namespace zhiheng::read {
namespace {

/// Collects small fields and passes large ones on.
class Sender {
 public:
  explicit Sender(const std::function<void(std::string_view)>& write) : write_(write) {}

  template <typename Value>
  void value(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    buffer_.append(reinterpret_cast<const char*>(&value), sizeof value);
    if (buffer_.size() > kBuffer) flush();
  }

  void text(std::string_view text) {
    value(static_cast<std::uint64_t>(text.size()));
    if (text.size() > kBuffer) {
      flush();
      write_(text);
    } else {
      buffer_ += text;
    }
  }

  template <typename Item>
  void items(const std::vector<Item>& items) {
    static_assert(std::is_trivially_copyable_v<Item>);
    text({reinterpret_cast<const char*>(items.data()), items.size() * sizeof(Item)});
  }

  void flush() {
    if (!buffer_.empty()) write_(buffer_);
    buffer_.clear();
  }

 private:
  static constexpr size_t kBuffer = size_t{64} << 10;
  const std::function<void(std::string_view)>& write_;
  std::string buffer_;
};

void require(bool condition) {
  if (!condition) throw std::runtime_error("malformed document from the reading process");
}

class Receiver {
 public:
  explicit Receiver(std::string_view bytes) : rest_(bytes) {}

  template <typename Value>
  Value value() {
    static_assert(std::is_trivially_copyable_v<Value>);
    require(rest_.size() >= sizeof(Value));
    Value out;
    std::memcpy(&out, rest_.data(), sizeof out);
    rest_.remove_prefix(sizeof out);
    return out;
  }

  std::string_view text() {
    const auto size = value<std::uint64_t>();
    require(size <= rest_.size());
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }

  template <typename Item>
  std::vector<Item> items() {
    const std::string_view bytes = text();
    require(bytes.size() % sizeof(Item) == 0);
    std::vector<Item> out(bytes.size() / sizeof(Item));
    if (!out.empty()) std::memcpy(static_cast<void*>(out.data()), bytes.data(), bytes.size());
    return out;
  }

  /// A number of things that take at least `least` bytes each.
  size_t count(size_t least) {
    const auto number = value<std::uint64_t>();
    require(number <= rest_.size() / least);
    return number;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::string valid_text(std::string_view text) {
  require(is_utf8(text));
  return std::string(text);
}

void send_block(Sender& out, const Block& block) {
  out.value(block.kind);
  out.value(block.level);
  out.value(block.text);
  out.value(block.line);
  out.value(block.page);
  out.value(block.first_cell);
  out.value(block.cell_count);
  out.value(block.rows);
  out.value(block.columns);
  out.text(block.name);
  out.value(block.sheet_row);
  out.value(block.sheet_column);
}

Block receive_block(Receiver& in) {
  Block block;
  const auto kind = in.value<std::uint8_t>();
  require(kind <= static_cast<std::uint8_t>(BlockKind::kNote));
  block.kind = static_cast<BlockKind>(kind);
  block.level = in.value<std::int32_t>();
  block.text = in.value<Span>();
  block.line = in.value<std::int32_t>();
  block.page = in.value<std::int32_t>();
  block.first_cell = in.value<std::uint32_t>();
  block.cell_count = in.value<std::uint32_t>();
  block.rows = in.value<std::int32_t>();
  block.columns = in.value<std::int32_t>();
  block.name = valid_text(in.text());
  block.sheet_row = in.value<std::int32_t>();
  block.sheet_column = in.value<std::int32_t>();
  return block;
}

bool is_boundary(const std::string& text, std::uint32_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void check_span(const Document& document, Span span, std::uint32_t after) {
  require(after <= span.begin && span.begin <= span.end && span.end <= document.text.size());
  require(is_boundary(document.text, span.begin) && is_boundary(document.text, span.end));
}

void check_cells(const Document& document, const Block& block) {
  constexpr std::int32_t kMost = 1 << 24;
  std::uint32_t after = block.text.begin;
  require(block.rows >= 0 && block.columns >= 0 && block.rows <= kMost && block.columns <= kMost);
  for (std::uint32_t i = 0; i < block.cell_count; ++i) {
    const Cell& cell = document.cells[block.first_cell + i];
    check_span(document, cell.text, after);
    after = cell.text.end;
    require(cell.row >= 0 && cell.column >= 0 && cell.row_span >= 1 && cell.column_span >= 1);
    require(cell.row < block.rows && cell.row_span <= block.rows - cell.row);
    require(cell.column < block.columns && cell.column_span <= block.columns - cell.column);
  }
  require(after <= block.text.end);
}

void check(const Document& document) {
  std::uint32_t after = 0;
  std::uint64_t cells = 0;
  for (const Block& block : document.blocks) {
    check_span(document, block.text, after);
    after = block.text.end;
    require(block.cell_count == 0 || block.first_cell == cells);
    cells += block.cell_count;
    require(cells <= document.cells.size());
    check_cells(document, block);
  }
  require(cells == document.cells.size());
  after = 0;
  for (const Jump& jump : document.jumps) {
    require(jump.offset >= after && jump.offset <= document.text.size());
    after = jump.offset;
  }
}

}  // namespace

void send_document(const Document& document, const std::function<void(std::string_view)>& write) {
  Sender out(write);
  out.text(document.name);
  out.text(document.format);
  out.text(document.text);
  out.value(static_cast<std::uint64_t>(document.blocks.size()));
  for (const Block& block : document.blocks) send_block(out, block);
  out.items(document.cells);
  out.items(document.jumps);
  out.value(static_cast<std::uint64_t>(document.unread.size()));
  for (const Unread& unread : document.unread) {
    out.value(static_cast<std::int32_t>(unread.place.line));
    out.value(static_cast<std::int32_t>(unread.place.page));
    out.text(unread.place.cell);
    out.text(unread.zh);
    out.text(unread.en);
  }
  out.flush();
}

Document receive_document(std::string_view bytes) {
  constexpr size_t kLeastBlock = 45;
  constexpr size_t kLeastUnread = 32;
  Receiver in(bytes);
  Document document;
  document.name = in.text();
  document.format = valid_text(in.text());
  document.text = valid_text(in.text());
  size_t left = in.count(kLeastBlock);
  document.blocks.reserve(left);
  for (; left > 0; --left) document.blocks.push_back(receive_block(in));
  document.cells = in.items<Cell>();
  document.jumps = in.items<Jump>();
  for (left = in.count(kLeastUnread); left > 0; --left) {
    Unread unread;
    unread.place.line = in.value<std::int32_t>();
    unread.place.page = in.value<std::int32_t>();
    unread.place.cell = valid_text(in.text());
    unread.zh = valid_text(in.text());
    unread.en = valid_text(in.text());
    document.unread.push_back(std::move(unread));
  }
  require(in.at_end());
  check(document);
  return document;
}

// An Error is sent as a document without text whose unread parts are its diagnostics.
void send_error(const Error& error, const std::function<void(std::string_view)>& write) {
  Document carrier;
  carrier.name = std::to_string(error.exit_code());
  for (const Diagnostic& d : error.diagnostics()) {
    carrier.unread.push_back({{d.where.line, d.where.column, d.code}, d.zh, d.en});
  }
  send_document(carrier, write);
}

Error receive_error(std::string_view bytes, const std::string& shown) {
  const Document carrier = receive_document(bytes);
  std::vector<Diagnostic> diagnostics;
  for (const Unread& u : carrier.unread) {
    diagnostics.push_back({u.place.cell, Severity::kError, {shown, u.place.line, u.place.page}, u.zh, u.en});
  }
  return Error(std::move(diagnostics), std::atoi(carrier.name.c_str()) == kSurroundings ? kSurroundings : 2);
}

}  // namespace zhiheng::read

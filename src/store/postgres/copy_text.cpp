#include "store/postgres/copy_text.h"

namespace zhiheng::store::postgres_driver {
namespace {

void add_escaped(const std::string& text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

void add_copy_line(const Frame& rows, std::size_t row, std::string& out) {
  for (std::size_t column = 0; column < rows.columns(); ++column) {
    if (column > 0) out += '\t';
    const auto text = rows.text(row, column);
    if (text) {
      add_escaped(*text, out);
    } else {
      out += "\\N";
    }
  }
  out += '\n';
}

}  // namespace zhiheng::store::postgres_driver

#pragma once
// Documents for tests from a few lines: lines with tabs are rows of a table, others are paragraphs, an empty
// line ends a block. "<" is a cell that goes on with the one left of it, "^" with the one above.
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "read/document.h"

namespace zhiheng::audit {

class DocumentMaker {
 public:
  explicit DocumentMaker(std::string_view lines) {
    int number = 0;
    for (const std::string& line : split(lines, '\n')) {
      ++number;
      if (trim(line).empty() && line.find('\t') == std::string::npos) {
        end_table();
      } else if (line.find('\t') != std::string::npos) {
        row(line, number);
      } else {
        end_table();
        paragraph(line, number);
      }
    }
    end_table();
  }

  read::Document take() { return std::move(document_); }

 private:
  std::uint32_t end() const { return static_cast<std::uint32_t>(document_.text.size()); }

  void paragraph(std::string_view line, int number) {
    read::Block block;
    block.kind = line.starts_with('[') || line.starts_with("注") ? read::BlockKind::kNote
                                                                 : read::BlockKind::kParagraph;
    block.line = number;
    block.text.begin = end();
    document_.text += line;
    block.text.end = end();
    document_.text += '\n';
    document_.blocks.push_back(block);
  }

  void row(const std::string& line, int number) {
    if (!open_) {
      read::Block block;
      block.kind = read::BlockKind::kTable;
      block.line = number;
      block.text.begin = end();
      block.first_cell = static_cast<std::uint32_t>(document_.cells.size());
      document_.blocks.push_back(block);
      open_ = true;
    }
    read::Block& block = document_.blocks.back();
    int column = 0;
    for (const std::string& field : split(line, '\t')) {
      cell(field, block, column, number);
      ++column;
    }
    block.columns = std::max(block.columns, column);
    ++block.rows;
    block.text.end = end();
    document_.text += '\n';
  }

  void cell(const std::string& field, const read::Block& block, int column, int number) {
    if (field == "<") {
      document_.cells.back().column_span += 1;
      return;
    }
    if (field == "^") {
      for (size_t i = document_.cells.size(); i-- > block.first_cell;) {
        read::Cell& above = document_.cells[i];
        if (above.column != column) continue;
        above.row_span += 1;
        return;
      }
    }
    if (column > 0) document_.text += '\t';
    const std::string_view inner = trim(field);
    document_.text += field.substr(0, static_cast<size_t>(inner.data() - field.data()));
    const std::uint32_t begin = end();
    document_.text += inner;
    document_.cells.push_back({{begin, end()}, block.rows, column, 1, 1, number});
  }

  void end_table() {
    open_ = false;
    if (document_.blocks.empty() || document_.blocks.back().kind != read::BlockKind::kTable) return;
    read::Block& block = document_.blocks.back();
    block.cell_count = static_cast<std::uint32_t>(document_.cells.size()) - block.first_cell;
  }

  read::Document document_;
  bool open_ = false;
};

inline read::Document make_document(std::string_view lines) { return DocumentMaker(lines).take(); }

}  // namespace zhiheng::audit

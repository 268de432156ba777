#pragma once
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::read {

/// One cell of a CSV file: unquoted text and the place where it begins (1-based; column in bytes).
struct CsvCell {
  std::string text;
  int line = 0;
  int column = 0;
};

/// A CSV file after RFC 4180: header, and rows that all have as many cells as the header.
struct CsvFile {
  std::string path;    // as shown in messages
  std::string sha256;  // of the bytes as read
  std::vector<CsvCell> header;
  std::vector<std::vector<CsvCell>> rows;
};

/// Reads UTF-8 CSV (a BOM is skipped; lines may end in CRLF; empty lines are skipped). Mistakes are added to
/// `diagnostics` with file:line:column: wrong encoding, no header, an unclosed quote, text after a closing
/// quote, too many or too few cells. A row with a mistake is left out. Throws Error only when the file can't
/// be read. Bounded: 64 MiB, 1,000 columns.
CsvFile read_csv(const std::string& path, const std::string& shown, Diagnostics& diagnostics);

/// The same for text that is in memory.
CsvFile parse_csv(std::string_view text, const std::string& shown, Diagnostics& diagnostics);

}  // namespace zhiheng::read

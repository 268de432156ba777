#pragma once
#include <map>
#include <string>
#include <string_view>

#include "read/formats/archive.h"
#include "read/formats/xml.h"

namespace zhiheng::read {

/// Which automatic number a paragraph has.
struct ListPlace {
  std::string list;  // w:numId, empty if none
  int level = 0;     // 0-based
};

/// The automatic numbers of a DOCX text's paragraphs ("一、", "1.2", "（3）").
class DocxNumbering {
 public:
  /// Reads word/numbering.xml, if there is one.
  explicit DocxNumbering(Archive& archive);

  /// The number of the next paragraph at this place, counted up; empty where the list is unknown. Bullets are
  /// "•".
  std::string next(const ListPlace& place);

 private:
  struct Level {
    std::string format;  // "decimal", "chineseCounting" …
    std::string text;    // "第%1章"
    int start = 1;
  };
  struct List {
    std::map<int, Level> levels;
    std::map<int, int> counts;
  };
  std::map<std::string, List> definitions_;           // by w:abstractNumId
  std::map<std::string, std::string> definition_of_;  // w:numId -> w:abstractNumId
};

/// A count as Word writes it in one of its number formats: 3 as "三", "c", "③"; digits where it isn't known.
std::string list_number(int value, std::string_view format);

}  // namespace zhiheng::read

#include "read/records/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/error.h"
#include "read/encoding.h"
#include "read/formats/xml.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kNoWorkbook{"read.unknown-format", "压缩包不是 Excel 工作簿（.xlsx）",
                                "the archive is no Excel workbook (.xlsx)"};
constexpr ErrorCode kPartTooLarge{"read.hostile", "部件 {} 超过 16 MiB，拒绝读取",
                                  "part {} is larger than 16 MiB; refused"};
constexpr ErrorCode kTooManyStrings{"read.too-large", "共享字符串超过 192 MiB 或 800 万条，未读取",
                                    "more than 192 MiB or 8 million shared strings; not read"};

constexpr ArchiveLimits kLimits{512'000'000, 8'000'000'000, 200};
constexpr size_t kSmallPart = size_t{16} << 20;
constexpr size_t kMaxShared = size_t{192} << 20;
constexpr size_t kMaxSharedCount = 8'000'000;
constexpr const char* kShared = "xl/sharedStrings.xml";

int number(std::string_view text) {
  int out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

void replace_control_escapes(std::string& text, size_t from) {
  for (size_t at = text.find("_x00", from); at != std::string::npos; at = text.find("_x00", at + 1)) {
    unsigned value = 0;
    if (at + 7 > text.size() || text[at + 6] != '_') continue;
    const auto [end, error] = std::from_chars(text.data() + at + 4, text.data() + at + 6, value, 16);
    // Only those that XML can't hold; NUL isn't text.
    if (error != std::errc() || end != text.data() + at + 6 || value == 0 || value >= 0x20) continue;
    text.replace(at, 7, 1, static_cast<char>(value));
  }
}

Workbook::Workbook(std::string_view bytes, std::string shown) : archive_(bytes, std::move(shown), kLimits) {
  if (!archive_.has("xl/workbook.xml")) throw Error(kNoWorkbook, {archive_.shown()});
  read_sheets();
  read_styles();
}

std::string Workbook::small_part(const std::string& path) {
  if (archive_.size(path) > kSmallPart) throw Error(kPartTooLarge, {archive_.shown()}, {path});
  return archive_.read(path);
}

void Workbook::read_sheets() {
  const std::string relations_path = "xl/_rels/workbook.xml.rels";
  std::map<std::string, std::string, std::less<>> targets;
  if (archive_.has(relations_path)) {
    std::string xml = small_part(relations_path);
    pugi::xml_document tree;
    parse_xml(xml, relations_path, archive_.shown(), tree);
    for (const pugi::xml_node& relation : tree.document_element().children()) {
      const bool inside = attribute(relation, "TargetMode") != "External";
      if (!inside || !attribute(relation, "Type").ends_with("/worksheet")) continue;
      const std::string target(attribute(relation, "Target"));
      targets[std::string(attribute(relation, "Id"))] =
          target.starts_with('/') ? target.substr(1) : "xl/" + target;
    }
  }
  std::string xml = small_part("xl/workbook.xml");
  pugi::xml_document tree;
  parse_xml(xml, "xl/workbook.xml", archive_.shown(), tree);
  const std::string_view date_1904 = attribute(child(tree.document_element(), "workbookPr"), "date1904");
  date_1904_ = date_1904 == "1" || date_1904 == "true";
  for (const pugi::xml_node& node : child(tree.document_element(), "sheets").children()) {
    const auto target = targets.find(attribute(node, "id"));
    if (target == targets.end()) continue;
    std::string name(attribute(node, "name"));
    clean_text(name);
    const std::string_view state = attribute(node, "state");
    sheets_.push_back({std::move(name), target->second, !state.empty() && state != "visible"});
  }
}

void Workbook::read_styles() {
  const std::string path = "xl/styles.xml";
  if (!archive_.has(path)) return;
  std::string xml = small_part(path);
  pugi::xml_document tree;
  parse_xml(xml, path, archive_.shown(), tree);
  std::map<int, MomentFormat> defined;
  for (const pugi::xml_node& format : child(tree.document_element(), "numFmts").children()) {
    defined[number(attribute(format, "numFmtId"))] = moment_format(attribute(format, "formatCode"));
  }
  for (const pugi::xml_node& style : child(tree.document_element(), "cellXfs").children()) {
    const int id = number(attribute(style, "numFmtId"));
    const auto found = defined.find(id);
    moments_.push_back(found == defined.end() ? moment_format(builtin_format(id)) : found->second);
  }
}

XmlPull Workbook::pull(const std::string& path) {
  archive_.open(path);
  return XmlPull([this](std::span<char> to) { return archive_.read_some(to); }, path, archive_.shown());
}

void Workbook::read_shared() {
  shared_read_ = true;
  if (!archive_.has(kShared)) return;
  XmlPull xml = pull(kShared);
  bool text = false;
  bool phonetic = false;
  for (auto event = xml.next(); event != XmlPull::Event::kDone; event = xml.next()) {
    const bool start = event == XmlPull::Event::kStart;
    if (event == XmlPull::Event::kText) {
      if (text && !phonetic) xml.append_text(shared_text_);
    } else if (xml.name() == "t") {
      text = start;
    } else if (xml.name() == "rPh") {
      phonetic = start;
    } else if (xml.name() == "si" && !start) {
      const size_t from = shared_ends_.empty() ? 0 : shared_ends_.back();
      replace_control_escapes(shared_text_, from);
      shared_ends_.push_back(static_cast<std::uint32_t>(shared_text_.size()));
    }
    if (shared_text_.size() > kMaxShared || shared_ends_.size() > kMaxSharedCount) {
      throw Error(kTooManyStrings, {archive_.shown()});
    }
  }
}

std::string_view Workbook::shared(size_t index) {
  if (index >= shared_ends_.size()) return {};
  const size_t begin = index == 0 ? 0 : shared_ends_[index - 1];
  return std::string_view(shared_text_).substr(begin, shared_ends_[index] - begin);
}

XmlPull Workbook::open(const Sheet& sheet) {
  if (!shared_read_) read_shared();
  return pull(sheet.path);
}

void Workbook::each_piece(const Sheet& sheet, const std::function<void(std::string_view)>& take) {
  std::string piece(size_t{256} << 10, '\0');
  archive_.open(sheet.path);
  while (true) {
    size_t size = 0;
    size_t got = 1;
    for (; size < piece.size() && got > 0; size += got)
      got = archive_.read_some(std::span(piece).subspan(size));
    take(std::string_view(piece).substr(0, size));
    if (got == 0) return;
  }
}

}  // namespace zhiheng::read

#include "read/read_document.h"

#include <algorithm>
#include <optional>

#include "base/file.h"
#include "read/encoding.h"
#include "read/formats/archive.h"
#include "read/formats/csv_sheet.h"
#include "read/formats/docx.h"
#include "read/formats/html.h"
#include "read/formats/lines.h"
#include "read/formats/markdown.h"
#include "read/formats/pdf.h"
#include "read/formats/plain_text.h"
#include "read/formats/white_paper.h"
#include "read/formats/xlsx.h"
#include "read/sandbox.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kUnknown{
    "read.unknown-format", "无法识别的格式；可读 TXT、Markdown、HTML、CSV、XLSX、DOCX、PDF、white-paper.json",
    "unknown format; TXT, Markdown, HTML, CSV, XLSX, DOCX, PDF and white-paper.json can be read"};
constexpr ErrorCode kOldOffice{"read.unknown-format",
                               "旧版 Office 文件（.doc、.xls）；请另存为 .docx 或 .xlsx",
                               "an old Office file (.doc, .xls); save it as .docx or .xlsx"};
constexpr ErrorCode kEncryptedOffice{"read.encrypted", "Office 文件已加密，需要口令",
                                     "the Office file is encrypted: it needs a password"};
constexpr ErrorCode kNotWhatItSays{"read.damaged", "扩展名为 {}，内容却不是，可能已损坏",
                                   "its name ends in {}, its content is something else: damaged?"};
constexpr ErrorCode kRichText{"read.unknown-format", "RTF 文件；请另存为 .docx",
                              "an RTF file; save it as .docx"};
constexpr ErrorCode kEmpty{"read.damaged", "文件为空", "the file is empty"};

enum class Format { kText, kMarkdown, kHtml, kCsv, kXlsx, kDocx, kPdf, kWhitePaper };

/// ".docx" of "dir/Report.DOCX".
std::string ending_of(const std::string& name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string::npos || name.find('/', dot) != std::string::npos) return {};
  std::string out = name.substr(dot);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return out;
}

bool is_pdf(std::string_view bytes) { return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos; }

/// Office files before 2007, and encrypted ones since: a file system in a file.
[[noreturn]] void refuse_compound_file(std::string_view bytes, const std::string& shown) {
  constexpr std::string_view kEncryptedPackage("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  throw Error(bytes.find(kEncryptedPackage) != std::string_view::npos ? kEncryptedOffice : kOldOffice,
              {shown});
}

Format zip_format(std::string_view bytes, const std::string& shown) {
  const Archive archive(bytes, shown);
  if (archive.has("word/document.xml")) return Format::kDocx;
  if (archive.has("xl/workbook.xml")) return Format::kXlsx;
  throw Error(kUnknown, {shown});
}

bool starts_with_tag(std::string_view text, std::string_view tag) {
  return text.size() >= tag.size() && std::equal(tag.begin(), tag.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? b + 32 : b);
         });
}

/// Of a file that is text.
Format text_format(std::string_view text, const std::string& shown) {
  const std::string ending = ending_of(shown);
  const std::string_view head = text.substr(std::min(text.find_first_not_of(" \t\n"), text.size()));
  if (head.empty()) throw Error(kEmpty, {shown});
  if (head.starts_with("{\\rtf")) throw Error(kRichText, {shown});
  if (is_white_paper(head)) return Format::kWhitePaper;
  if (ending == ".json") throw Error(kUnknown, {shown});
  if (starts_with_tag(head, "<!doctype html") || starts_with_tag(head, "<html") || ending == ".html" ||
      ending == ".htm" || ending == ".xhtml") {
    return Format::kHtml;
  }
  if (ending == ".md" || ending == ".markdown") return Format::kMarkdown;
  if (ending == ".csv" || ending == ".tsv") return Format::kCsv;
  return Format::kText;
}

const char* format_name(Format format) {
  constexpr const char* kNames[] = {"text", "markdown", "html", "csv", "xlsx", "docx", "pdf", "white-paper"};
  return kNames[static_cast<size_t>(format)];
}

void read_text(std::string_view bytes, Document& document) {
  const std::string text = text_from_bytes(bytes, document.name);
  const Format format = text_format(text, document.name);
  document.format = format_name(format);
  switch (format) {
    case Format::kHtml:
      return read_html(text, document);
    case Format::kMarkdown:
      return read_markdown(text, document);
    case Format::kCsv:
      return read_csv_sheet(text, document);
    case Format::kWhitePaper:
      return read_white_paper(text, document);
    default:
      return read_plain_text(text, document);
  }
}

/// Everything but the digest. `pdf_text` is the text layer of a PDF, taken out before.
Document parse(std::string_view bytes, const std::string& shown, const std::optional<std::string>& pdf_text) {
  Document document;
  document.name = shown;
  const std::string ending = ending_of(shown);
  if (pdf_text) {
    document.format = format_name(Format::kPdf);
    read_pdf_text(*pdf_text, document);
  } else if (is_zip(bytes)) {
    const Format format = zip_format(bytes, shown);
    document.format = format_name(format);
    format == Format::kDocx ? read_docx(bytes, document) : read_xlsx(bytes, document);
  } else if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    refuse_compound_file(bytes, shown);
  } else if (ending == ".docx" || ending == ".xlsx" || ending == ".pdf") {
    throw Error(kNotWhatItSays, {shown}, {ending});
  } else {
    read_text(bytes, document);
  }
  return document;
}

}  // namespace

Document parse_document(std::string_view bytes, const std::string& shown) {
  const std::optional<std::string> pdf_text =
      is_pdf(bytes) ? std::optional(text_of_pdf(bytes, shown)) : std::nullopt;
  Document document = parse(bytes, shown, pdf_text);
  document.sha256 = sha256_hex(bytes);
  return document;
}

Document read_document(const std::string& path, const std::string& shown) {
  const std::string bytes = read_file(path, shown);
  const std::optional<std::string> pdf_text =
      is_pdf(bytes) ? std::optional(text_of_pdf(bytes, shown)) : std::nullopt;
  Document document =
      parse_in_sandbox([&] { return parse(bytes, shown, pdf_text); }, shown, 2 * bytes.size());
  document.sha256 = sha256_hex(bytes);
  return document;
}

}  // namespace zhiheng::read

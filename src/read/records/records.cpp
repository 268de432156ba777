#include "read/records.h"

#include "read/formats/archive.h"
#include "read/records/csv_rows.h"
#include "read/records/ndjson_rows.h"
#include "read/records/sheet_rows.h"
#include "read/records/text_head.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEncryptedBook{"read.encrypted", "工作簿已加密，需要口令",
                                   "the workbook is encrypted: it needs a password"};
constexpr ErrorCode kOldBook{"read.unknown-format", "Excel 97 格式（.xls），请另存为 .xlsx 或 CSV",
                             "Excel 97 (.xls): save it as .xlsx or CSV"};
constexpr ErrorCode kNoHeads{"read.empty", "没有表头", "it has no heads"};

bool is_compound_file(std::string_view bytes) {
  return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
}

[[noreturn]] void refuse_compound_file(std::string_view bytes, const std::string& shown) {
  // An encrypted workbook is a stream of this name, in UTF-16, in a compound file.
  constexpr std::string_view kName("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);
  throw Error(bytes.find(kName) != std::string_view::npos ? kEncryptedBook : kOldBook, {shown});
}

bool is_utf16(RecordFormat::Encoding encoding) {
  return encoding == RecordFormat::Encoding::kUtf16Le || encoding == RecordFormat::Encoding::kUtf16Be;
}

/// One byte for each two: the characters that rows are made of, and `x` for all others.
std::string narrowed(std::string_view bytes, bool little) {
  std::string out(bytes.size() / 2, 'x');
  for (size_t i = 0; i < out.size(); ++i) {
    const char low = bytes[2 * i + (little ? 0 : 1)];
    const char high = bytes[2 * i + (little ? 1 : 0)];
    if (high == 0 && low > 0) out[i] = low;
  }
  return out;
}

}  // namespace

RecordHead read_record_head(std::string_view bytes, bool whole, const std::string& shown) {
  if (is_zip(bytes)) return read_sheet_head(bytes, shown);
  if (is_compound_file(bytes)) refuse_compound_file(bytes, shown);
  return read_text_head(bytes, whole, shown);
}

size_t whole_rows(std::string_view bytes, const RecordFormat& format) {
  if (is_utf16(format.encoding)) {
    RecordFormat narrow = format;
    narrow.encoding = RecordFormat::Encoding::kUtf8;
    return 2 * whole_rows(narrowed(bytes, format.encoding == RecordFormat::Encoding::kUtf16Le), narrow);
  }
  return format.kind == RecordFormat::Kind::kNdjson ? whole_ndjson_rows(bytes)
                                                    : whole_csv_rows(bytes, format);
}

std::unique_ptr<RecordReader> read_rows(std::string_view rows, const RecordHead& head,
                                        std::uint64_t first_line) {
  if (head.names.empty()) throw Error(kNoHeads, {});
  return head.format.kind == RecordFormat::Kind::kNdjson ? read_ndjson_rows(rows, head, first_line)
                                                         : read_csv_rows(rows, head, first_line);
}

}  // namespace zhiheng::read

#include "read/records/csv_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/diagnosed_test.h"
#include "read/records/block_text.h"
#include "read/records/csv_scan.h"
#include "read/records/rows_test.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

RecordHead head_of(size_t columns, char separator = ',') {
  RecordHead head;
  head.format.separator = separator;
  for (size_t i = 0; i < columns; ++i) head.names.push_back("c" + std::to_string(i));
  return head;
}

std::vector<std::string> rows_of(std::string_view text, size_t columns = 2) {
  return told(text, head_of(columns));
}

TEST(CsvRows, ReadsCellsLinesAndEmptyLines) {
  EXPECT_THAT(rows_of("a,b\r\n\r\n,\nc,d\re,f"), ElementsAre("1: a|b", "3: |", "4: c|d", "5: e|f"));
  EXPECT_THAT(rows_of(""), IsEmpty());
  EXPECT_THAT(rows_of("\n\r\n\r"), IsEmpty());
  EXPECT_THAT(rows_of("a\n\"\"\nb\n", 1), ElementsAre("1: a", "2: ", "3: b"));
}

TEST(CsvRows, Unquotes) {
  EXPECT_THAT(rows_of("\"a,1\",\"b\"\"c\"\n\"x\ny\r\nz\",\"\"\"\"\nq,r\n"),
              ElementsAre("1: a,1|b\"c", "2: x\ny\r\nz|\"", "5: q|r"));
  EXPECT_THAT(rows_of("\"\",\"\"\n"), ElementsAre("1: |"));
}

TEST(CsvRows, TakesAQuoteInsideACellAsText) {
  EXPECT_THAT(rows_of("5\" pipe,a\"b,\"c\"\nx,\"y\",z\n", 3), ElementsAre("1: 5\" pipe|a\"b|c", "2: x|y|z"));
  EXPECT_THAT(rows_of("a\"\"b,\"\n\"\nc,d\n"), ElementsAre("1: a\"\"b|\n", "3: c|d"));
}

TEST(CsvRows, TellsTextBehindAClosingQuote) {
  EXPECT_THAT(rows_of("\"a\"x,b\nc,d\n"), ElementsAre("2: c|d", "1! quote 2 \"a\"x,b"));
}

TEST(CsvRows, LosesOneLineToAQuoteThatNeverCloses) {
  EXPECT_THAT(rows_of("a,b\n\"c,d\ne,f\ng,h\n"),
              ElementsAre("1: a|b", "3: e|f", "4: g|h", "2! quote 1 \"c,d"));
  // The next quote is that of another cell.
  EXPECT_THAT(rows_of("\"c,d\ne,\"f\"\ng,\"h,i\"\n"), ElementsAre("2: e|f", "3: g|h,i", "1! quote 1 \"c,d"));
  EXPECT_THAT(rows_of("a,\""), ElementsAre("1! quote 1 a,\""));
}

TEST(CsvRows, TellsRowsOfAnotherWidth) {
  EXPECT_THAT(rows_of("a\nb,c\nd,e,f\ng,h,,\"\"\n\"x\ny\",1,2\n"),
              ElementsAre("2: b|c", "4: g|h", "1! few 1 a", "3! many 3 d,e,f", "5! many 3 \"x\ny\",1,2"));
}

TEST(CsvRows, TellsRowsThatAreNoText) {
  using namespace std::string_literals;
  EXPECT_THAT(rows_of("a,\xC3\nb,\xE5\x8C\xBA\nc,\0\nd,e\n"s),
              ElementsAre("2: b|区", "4: d|e", "1! encoding 2 a,\xC3", "3! encoding 2 c,\0"s));
}

TEST(CsvRows, TellsCellsThatAreTooLong) {
  const std::string large(kMaxCell + 1, 'x');
  EXPECT_THAT(rows_of("a," + large + "\nb,c\nd,\"" + large + "\"\n"),
              ElementsAre("2: b|c", testing::StartsWith("1! long 2"), testing::StartsWith("3! long 2")));
  const std::string most(kMaxCell, 'x');
  EXPECT_THAT(rows_of("a," + most + "\nb,\"" + most + "\"\n"), SizeIs(2));
}

TEST(CsvRows, KeepsTheBeginningOfALongRow) {
  RowBlock block;
  const std::string row(size_t{2} << 20, 'x');
  const RecordHead head = head_of(2);
  ASSERT_TRUE(read_rows(row, head, 1)->next(block));
  ASSERT_THAT(block.problems, SizeIs(1));
  EXPECT_EQ(block.problems[0].raw.size(), size_t{64} << 10);
}

TEST(CsvRows, TellsAMillionCells) {
  EXPECT_THAT(rows_of(std::string(1'000'000, ',') + "x\na,b\n"),
              ElementsAre("2: a|b", testing::StartsWith("1! many 1000001 ,")));
}

TEST(CsvRows, GivesBlocksOfRows) {
  std::string text;
  for (int i = 0; i < 2500; ++i) text += std::to_string(i) + ",\"" + (i % 7 == 0 ? "\"\"" : "") + "\"\n";
  const RecordHead head = head_of(2);
  const auto reader = read_rows(text, head, 10);
  RowBlock block;
  std::vector<size_t> sizes;
  size_t row = 0;
  while (reader->next(block)) {
    sizes.push_back(block.rows());
    for (size_t r = 0; r < block.rows(); ++r, ++row) {
      ASSERT_EQ(block.cell(r, 0), std::to_string(row));
      ASSERT_EQ(block.cell(r, 1), row % 7 == 0 ? "\"" : "");
      ASSERT_EQ(block.lines[r], row + 10);
    }
  }
  EXPECT_THAT(sizes, ElementsAre(1024, 1024, 452));
  EXPECT_EQ(reader->lines(), 2500U);
}

TEST(CsvRows, LeavesNothingOfARowThatIsNone) {
  // The second row has a doubled quote and a cell too long, the third takes its place.
  const std::string large(kMaxCell + 1, 'x');
  EXPECT_THAT(rows_of("\"a\"\"\"," + large + "\nb,\"c\"\"\"\n"),
              ElementsAre("2: b|c\"", testing::StartsWith("1! long 2")));
}

TEST(WholeRows, CutsBehindTheLastRow) {
  const RecordFormat format;
  EXPECT_EQ(whole_rows("a,b\nc,", format), 4U);
  EXPECT_EQ(whole_rows("a,b\r\nc,d\r", format), 5U);
  EXPECT_EQ(whole_rows("a,b\rc,d\re", format), 8U);
  EXPECT_EQ(whole_rows("a,\"b\nc\"", format), 0U);
  EXPECT_EQ(whole_rows("a,\"b\nc\"\nd,\"e\n", format), 8U);
  EXPECT_EQ(whole_rows("a,b\"\nc,d\n", format), 9U);
  EXPECT_EQ(whole_rows("", format), 0U);
}

TEST(WholeRows, DoesNotPartCrFromLf) {
  for (size_t size = 1; size < 200; ++size) {
    EXPECT_EQ(whole_rows("\"" + std::string(size, 'x') + "\"\r", {}), 0U) << size;
  }
}

TEST(WholeRows, IsBounded) {
  const RecordFormat format;
  EXPECT_THAT(thrown_by([&] { whole_rows(std::string(kMaxRow + 1, 'x'), format); }),
              ElementsAre(" read.too-large"));
  EXPECT_EQ(whole_rows(std::string(kMaxRow - 1, 'x'), format), 0U);
  // An open quote spoils its line and no more.
  std::string open = "a,b\n\"c,d\n";
  while (open.size() < kMaxRow + 100) open += "e,f\n";
  EXPECT_EQ(whole_rows(open, format), open.size());
  const auto rows = told(open, head_of(2), size_t{4} << 20);
  EXPECT_EQ(rows.size(), (open.size() - 9) / 4 + 2);
  EXPECT_EQ(std::count(rows.begin(), rows.end(), "2! quote 1 \"c,d"), 1);
}

TEST(WholeRows, CutsUtf16AndNdjson) {
  RecordFormat format;
  format.encoding = RecordFormat::Encoding::kUtf16Le;
  const std::string_view text("a\0\n\0\x0A\x0A\n\0b\0", 10);
  EXPECT_EQ(whole_rows(text, format), 8U);
  RecordFormat objects;
  objects.kind = RecordFormat::Kind::kNdjson;
  EXPECT_EQ(whole_rows("{\"a\":\"\n\"}", objects), 7U);
}

rc::Gen<std::string> cell_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "1", "区", "检验", "\"", ",", ";", "\t", "\n", "\r\n", " ", "", "€", "0.5")),
                      [](const std::vector<std::string>& parts) { return join(parts, ""); });
}

std::string in_quotes(const std::string& text) { return '"' + replace_all(text, "\"", "\"\"") + '"'; }

std::string gb18030_of(const std::string& text) {
  std::string out = replace_all(text, "区", "\xC7\xF8");
  out = replace_all(out, "检验", "\xBC\xEC\xD1\xE9");
  return replace_all(out, "€", "\xA2\xE3");
}

std::string utf16_of(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    out += static_cast<char>(c & 0xFF);
    out += static_cast<char>(c >> 8);
  }
  return out;
}

RC_GTEST_PROP(CsvRows, ReadsBackWhatWasWritten, ()) {
  const auto columns = *rc::gen::inRange<size_t>(1, 6);
  const char separator = *rc::gen::element(',', '\t', ';');
  const std::string end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
  const int encoding = *rc::gen::inRange(0, 3);
  RecordHead head = head_of(columns, separator);
  std::string text;
  std::vector<std::string> expected;
  std::uint64_t line = 1;
  const auto rows = *rc::gen::inRange(0, 60);
  for (int r = 0; r < rows; ++r) {
    std::vector<std::string> cells;
    std::vector<std::string> written;
    for (size_t c = 0; c < columns; ++c) {
      cells.push_back(*cell_text());
      const bool needs =
          cells[c].find_first_of("\"\r\n,;\t") != std::string::npos || (columns == 1 && cells[c].empty());
      written.push_back(needs || *rc::gen::arbitrary<bool>() ? in_quotes(cells[c]) : cells[c]);
    }
    const std::string row = join(written, std::string(1, separator));
    expected.push_back(std::to_string(line) + ": " + join(cells, "|"));
    line += 1 + count_lines(row);
    text += row + end;
    if (*rc::gen::inRange(0, 10) == 0) {
      text += end;
      ++line;
    }
  }
  if (!text.empty() && *rc::gen::arbitrary<bool>() && !text.ends_with(end + end))
    text.resize(text.size() - end.size());
  if (encoding == 1) {
    text = gb18030_of(text);
    head.format.encoding = RecordFormat::Encoding::kGb18030;
  } else if (encoding == 2) {
    text = utf16_of(text);
    head.format.encoding = RecordFormat::Encoding::kUtf16Le;
  }
  RC_ASSERT(told(text, head, *rc::gen::inRange<size_t>(2, 200)) == expected);
}

/// Rows found byte by byte.
std::vector<std::string> plainly(std::string_view text, const RecordHead& head) {
  std::vector<std::string> out;
  std::uint64_t line = 1;
  for (size_t at = 0; at < text.size();) {
    std::vector<std::uint32_t> ends;
    const CsvRow row = scan_csv_row(text, at, head.format.separator, true, 0, ends);
    std::string said = std::to_string(line) + (row.kind == CsvRow::Kind::kWhole ? ": " : "! ");
    size_t from = at;
    for (const std::uint32_t to : ends) {
      said += std::string(text.substr(from, to - from)) + "|";
      from = to + 1;
    }
    if (row.end > at) out.push_back(said);
    line += count_lines(text.substr(at, row.next - at));
    at = row.next;
  }
  return out;
}

std::vector<std::string> by_blocks(std::string_view text, const RecordHead& head, const CsvKernel& kernel,
                                   size_t most) {
  std::vector<std::string> out;
  CsvScan scan(text, head.format.separator, true, kernel);
  std::uint64_t line = 1;
  for (size_t at = 0; scan.scan(at, most);) {
    const size_t origin = at;
    std::uint32_t mark = 0;
    std::uint32_t lines = 0;
    for (size_t r = 0; r < scan.row_count(); ++r) {
      const CsvRowEnd& row = scan.rows()[r];
      const bool bad = std::any_of(scan.odd().begin(), scan.odd().end(),
                                   [r](const CsvScan::Odd& odd) { return odd.row == r && odd.bad_quote; });
      std::string said = std::to_string(line + lines) + (bad ? "! " : ": ");
      size_t from = at;
      const size_t begin = at;
      for (; mark <= row.mark; ++mark) {
        const size_t to = origin + scan.marks()[mark];
        said += std::string(text.substr(from, to - from)) + "|";
        from = to + 1;
      }
      const size_t end = origin + scan.marks()[row.mark];
      if (end > begin) out.push_back(said);
      at = scan.behind(end);
      lines = row.lines;
    }
    line += lines;
  }
  return out;
}

RC_GTEST_PROP(CsvScan, FindsInBlocksWhatIsFoundByteByByte, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::weightedElement<char>(
      {{8, 'a'}, {3, ','}, {2, '"'}, {1, '\n'}, {1, '\r'}, {1, '\xE5'}, {1, '\0'}}));
  // Long enough for several blocks.
  std::string text;
  for (int i = 0; i < 6; ++i) text += bytes;
  const RecordHead head = head_of(3);
  const auto expected = plainly(text, head);
  for (const CsvKernel& kernel : csv_kernels()) {
    RC_ASSERT(by_blocks(text, head, kernel, *rc::gen::inRange<size_t>(1, 20)) == expected);
  }
}

RC_GTEST_PROP(WholeRows, CutsWhereARowEnds, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::weightedElement<char>({{6, 'a'}, {3, ','}, {2, '"'}, {2, '\n'}, {1, '\r'}}));
  const RecordHead head = head_of(3);
  const auto sorted = [](std::vector<std::string> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  RC_ASSERT(sorted(told(text, head, *rc::gen::inRange<size_t>(1, 50))) == sorted(told(text, head)));
}

}  // namespace
}  // namespace zhiheng::read

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "read/records.h"
#include "read/records/rows_test.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using Kind = RecordFormat::Kind;
using Encoding = RecordFormat::Encoding;
using namespace std::string_literals;

RecordHead head(std::string_view bytes, bool whole = true, const std::string& shown = "f.csv") {
  return read_record_head(bytes, whole, shown);
}

std::vector<std::string> head_refused(std::string_view bytes, const std::string& shown = "f.csv") {
  return thrown_by([&] { head(bytes, true, shown); });
}

TEST(RecordHead, FindsTheSeparator) {
  EXPECT_EQ(head("a,b\n1,2\n").format.separator, ',');
  EXPECT_EQ(head("a;b\n1,5;2\n3,5;2\n").format.separator, ';');
  EXPECT_EQ(head("a\tb,c\n1\t2\n").format.separator, '\t');
  EXPECT_EQ(head("a;\"b,c;\nd\";e,f\n1;2;3\n").format.separator, ';');
  EXPECT_THAT(head("只有一列\n1\n").names, ElementsAre("只有一列"));
}

TEST(RecordHead, TrimsNamesAndSaysWhereRowsBegin) {
  const RecordHead found = head("\xEF\xBB\xBF\r\n 编号 ,\"名\n称\",\xE3\x80\x80town\xE3\x80\x80,,\n1,2,3\n");
  EXPECT_THAT(found.names, ElementsAre("编号", "名称", "town"));
  EXPECT_EQ(found.format.encoding, Encoding::kUtf8);
  EXPECT_EQ(found.line, 4U);
  EXPECT_THAT(told_file("\xEF\xBB\xBF\r\na,\"b\nc\",d,,\n1,2,3\n"), ElementsAre("4: 1|2|3"));
}

TEST(RecordHead, KnowsTheEncoding) {
  const std::string gb = "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\n1,\xC7\xF8\n2,\xFF\n3,\x81\x30\x81\x30\n";
  const RecordHead found = head(gb);
  EXPECT_EQ(found.format.encoding, Encoding::kGb18030);
  EXPECT_THAT(found.names, ElementsAre("编号", "名称"));
  EXPECT_THAT(told_file(gb), ElementsAre("2: 1|区", "4: 3|\xC2\x80", "3! encoding 2 2,\xFF"));
  // Mostly UTF-8, and cut within a character.
  EXPECT_EQ(head("编号编号编号编号编号,名称\n1,\xC7\n").format.encoding, Encoding::kUtf8);
  EXPECT_EQ(head("编号,名称\n1,区\xE5\x8C", false).format.encoding, Encoding::kUtf8);
  EXPECT_THAT(head_refused("\xC0\xC1\xC2\xC3,\xFF\xFE\n"), ElementsAre("f.csv read.encoding"));
}

TEST(RecordHead, ReadsUtf16) {
  const std::string little(
      "\xFF\xFE"
      "a\0,\0\x3A\x53\n\0\x31\0,\0\x32\0\n\0",
      18);
  EXPECT_EQ(head(little).format.encoding, Encoding::kUtf16Le);
  EXPECT_THAT(head(little).names, ElementsAre("a", "区"));
  EXPECT_THAT(told_file(little), ElementsAre("2: 1|2"));
  const std::string big("\xFE\xFF\0a\0,\x53\x3A\0\n\0\x31\0,\xD8\x3D\xDE\0", 18);
  EXPECT_EQ(head(big).format.encoding, Encoding::kUtf16Be);
  EXPECT_THAT(told_file(big), ElementsAre("2: 1|😀"));
}

TEST(RecordHead, RefusesWhatHasNoHead) {
  EXPECT_THAT(head_refused(""), ElementsAre("f.csv read.empty"));
  EXPECT_THAT(head_refused("\xEF\xBB\xBF"), ElementsAre("f.csv read.empty"));
  EXPECT_THAT(head_refused(" \r\n\n"), ElementsAre("f.csv read.empty"));
  EXPECT_THAT(head_refused(",,\n1,2,3\n"), ElementsAre("f.csv read.empty"));
  EXPECT_THAT(head_refused("a,b,a , b\n"), ElementsAre("f.csv read.duplicate-head"));
  EXPECT_THAT(head_refused("a,\"b\n"), ElementsAre("f.csv:1 read.damaged"));
  std::string wide = "c";
  for (int i = 0; i < 2000; ++i) wide += ",c" + std::to_string(i);
  EXPECT_THAT(head_refused(wide + "\n"), ElementsAre("f.csv read.too-wide"));
  EXPECT_THAT(thrown_by([] { head("a,b", false); }), ElementsAre("f.csv read.too-wide"));
}

TEST(RecordHead, NamesTheHeadsThatOccurTwice) {
  try {
    head("日期,a,日期,b,a\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].zh, "表头重复：日期、a");
  }
}

TEST(RecordHead, RefusesOtherFormats) {
  for (const std::string& bytes : {"%PDF-1.7 ..."s, "<html><table>"s, "{\\rtf1"s, "[{\"a\":1}]"s, "a\0b,c\n"s,
                                   "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"s, "PK\x03\x04"s}) {
    EXPECT_THAT(head_refused(bytes),
                ElementsAre(bytes[0] == 'P' ? "f.csv read.damaged" : "f.csv read.unknown-format"));
  }
  EXPECT_THAT(
      head_refused("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s),
      ElementsAre("f.csv read.encrypted"));
  EXPECT_THAT(head_refused("a,b\n", "f.xlsx"), ElementsAre("f.xlsx read.unknown-format"));
}

TEST(RecordHead, TakesTheFieldsOfNdjson) {
  const RecordHead found = head("{\"b\":1,\"a\":2}\n\n{\"c\":null,\"a\":1}\n[]\n{\"d\":1", false);
  EXPECT_EQ(found.format.kind, Kind::kNdjson);
  EXPECT_THAT(found.names, ElementsAre("b", "a", "c"));
  EXPECT_EQ(found.begin, 0U);
  EXPECT_THAT(told_file("\xEF\xBB\xBF{\"a\":1}\n{\"b\":2}\n"), ElementsAre("1: 1|", "2: |2"));
  EXPECT_THAT(head_refused("{\"a\":1\n", "f.ndjson"), ElementsAre("f.ndjson read.unknown-format"));
}

}  // namespace
}  // namespace zhiheng::read

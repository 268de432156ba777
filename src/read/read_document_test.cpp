#include "read/read_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "read/formats/archive_test.h"
#include "read/formats/shown_test.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

std::vector<std::string> refused(const std::string& name, const std::string& bytes) {
  const TemporaryFolder folder;
  const std::string path = folder.write(name, bytes);
  return thrown_by([&] { read_document(path, name); });
}

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string docx_of(const std::string& xml) { return zipped({{"word/document.xml", xml}}); }

TEST(ReadDocument, ReadsAFileAndItsDigest) {
  const TemporaryFolder folder;
  const std::string bytes = "一、产业\n\n产值 12 亿元。\n";
  const Document document = read_document(folder.write("x", bytes), "甲.txt");
  EXPECT_EQ(document.name, "甲.txt");
  EXPECT_EQ(document.format, "text");
  EXPECT_EQ(document.sha256, sha256_hex(bytes));
  EXPECT_THAT(shown(document), ElementsAre("H2 一、产业", "P 产值 12 亿元。"));
  EXPECT_EQ(parse_document(bytes, "甲.txt").text, document.text);
}

TEST(ReadDocument, RefusesUnknownContent) {
  EXPECT_THAT(refused("a.txt", std::string("\x7F"
                                           "ELF\x02\x01\0\0",
                                           8)),
              ElementsAre("a.txt read.unknown-format"));
  EXPECT_THAT(refused("a.docx", "只是文字"), ElementsAre("a.docx read.damaged"));
  EXPECT_THAT(refused("a.pdf", "只是文字"), ElementsAre("a.pdf read.damaged"));
  EXPECT_THAT(refused("a.zip", zipped({{"x.txt", "x"}})), ElementsAre("a.zip read.unknown-format"));
  EXPECT_THAT(refused("a.json", "{\"a\":1}"), ElementsAre("a.json read.unknown-format"));
  EXPECT_THAT(refused("a.txt", "{\\rtf1 x}"), ElementsAre("a.txt read.unknown-format"));
  EXPECT_THAT(refused("a.txt", " \n"), ElementsAre("a.txt read.damaged"));
  EXPECT_THAT(refused("a.txt", "\xE4\xBA\xA7\xFF\xFE"), ElementsAre("a.txt read.encoding"));
  EXPECT_THAT(thrown_by([] { read_document("/nowhere/x", "x"); }), ElementsAre("x file.unreadable"));
}

TEST(ReadDocument, TellsEncryptedFromOldOfficeFiles) {
  const std::string head = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  std::string package;
  for (const char c : std::string("EncryptedPackage")) package += {c, '\0'};
  EXPECT_THAT(refused("a.xlsx", head + package), ElementsAre("a.xlsx read.encrypted"));
  EXPECT_THAT(refused("a.doc", head + "x"), ElementsAre("a.doc read.unknown-format"));
}

TEST(ReadDocumentHostile, RefusesZipBombs) {
  EXPECT_THAT(refused("a.docx", docx_of("<w:document>" + std::string(30'000'000, ' '))),
              ElementsAre("a.docx read.hostile"));
  std::map<std::string, std::string> many;
  for (int i = 0; i < 1001; ++i) many["p" + std::to_string(i)] = "x";
  many["word/document.xml"] = "<d/>";
  EXPECT_THAT(refused("a.docx", zipped(many)), ElementsAre("a.docx read.hostile"));
  EXPECT_THAT(refused("a.docx", "PK\x03\x04" + std::string(20'000'000, 'x')),
              ElementsAre("a.docx read.too-large"));
}

TEST(ReadDocumentHostile, RefusesEntities) {
  EXPECT_THAT(
      refused("a.docx", docx_of("<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;&a;\">]><d>&b;</d>")),
      ElementsAre("a.docx read.hostile"));
  EXPECT_THAT(
      refused("a.docx", docx_of("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>")),
      ElementsAre("a.docx read.hostile"));
}

TEST(ReadDocumentHostile, RefusesDepth) {
  EXPECT_THAT(refused("a.docx", docx_of(repeated("<a>", 100'000))), ElementsAre("a.docx read.hostile"));
  EXPECT_THAT(refused("a.docx", docx_of(repeated("<a>", 33) + repeated("</a>", 33))),
              ElementsAre("a.docx read.hostile"));
  EXPECT_THAT(refused("a.html", repeated("<div>", 100'000)), ElementsAre("a.html read.hostile"));
  EXPECT_THAT(refused("a.json", "{\"title\":1,\"district_code\":" + repeated("[", 100'000)),
              ElementsAre("a.json read.hostile"));
}

TEST(ReadDocumentHostile, RefusesHugeCells) {
  EXPECT_THAT(refused("a.csv", "a,b\n\"" + std::string((1 << 20) + 1, 'x') + "\",2\n"),
              ElementsAre("a.csv:2 read.hostile"));
}

TEST(ReadDocumentHostile, RefusesDamagedArchives) {
  const std::string whole = docx_of("<w:document/>");
  EXPECT_THAT(refused("a.docx", whole.substr(0, whole.size() - 30)), ElementsAre("a.docx read.damaged"));
  std::string changed = docx_of("<w:document>" + repeated("abcdefgh12345", 100) + "</w:document>");
  changed[60] = static_cast<char>(changed[60] ^ 0x55);
  EXPECT_THAT(refused("a.docx", changed), ElementsAre("a.docx read.damaged"));
}

TEST(ReadDocumentHostile, RefusesTooManyLines) {
  EXPECT_THAT(refused("a.txt", repeated("a\n", 4'000'001)), ElementsAre("a.txt read.too-large"));
}

}  // namespace
}  // namespace zhiheng::read

#include "read/document.h"

#include <gtest/gtest.h>

#include "read/formats/shown_test.h"
#include "read/formats/writer.h"
#include "read/transfer.h"

namespace zhiheng::read {
namespace {

Document sample() {
  Document document;
  document.name = "甲.txt";
  document.format = "text";
  DocumentWriter writer(document);
  writer.block(BlockKind::kHeading, "标题", 1, 1, 1);
  writer.start(BlockKind::kParagraph, 0, 3, 1);
  writer.add("前半");
  writer.new_line(9, 2);
  writer.add("后半");
  writer.finish();
  writer.start_table(12, 2, "Sheet1");
  writer.last().sheet_row = 5;
  writer.last().sheet_column = 27;
  writer.cell("a", 0, 0, 12);
  writer.cell("", 0, 1, 12);
  writer.cell("b", 1, 0, 13, 1, 2);
  writer.finish_table();
  writer.unread({4, 0, "x"}, "未读", "unread");
  return document;
}

std::uint32_t offset(const Document& document, std::string_view text) {
  return static_cast<std::uint32_t>(document.text.find(text));
}

TEST(Document, TellsPlaces) {
  const Document document = sample();
  EXPECT_EQ(document.place(0).line, 1);
  EXPECT_EQ(document.place(offset(document, "前半")).line, 3);
  EXPECT_EQ(document.place(offset(document, "后半")).line, 9);
  EXPECT_EQ(document.place(offset(document, "后半")).page, 2);
  EXPECT_EQ(document.place(offset(document, "b")).line, 13);
  EXPECT_EQ(document.place(offset(document, "b")).cell, "Sheet1!AA6");
  EXPECT_EQ(document.block_at(offset(document, "后半")), 1U);
  EXPECT_EQ(Document().block_at(0), std::string::npos);
}

TEST(Document, EmptyBlocksAndTablesAreTakenBack) {
  Document document;
  DocumentWriter writer(document);
  writer.block(BlockKind::kParagraph, "", 0, 1, 0);
  writer.start_table(1, 0);
  writer.cell("", 0, 0, 1);
  EXPECT_FALSE(writer.finish_table());
  EXPECT_TRUE(document.blocks.empty());
  EXPECT_TRUE(document.cells.empty());
  EXPECT_EQ(document.text, "");
}

std::string sent(const Document& document) {
  std::string out;
  send_document(document, [&out](std::string_view part) { out += part; });
  return out;
}

TEST(Transfer, BringsADocumentBack) {
  const Document back = receive_document(sent(sample()));
  EXPECT_EQ(shown(back), shown(sample()));
  EXPECT_EQ(back.name, "甲.txt");
  EXPECT_EQ(back.text, sample().text);
  EXPECT_EQ(back.jumps.size(), 1U);
  EXPECT_EQ(back.place(offset(back, "b")).cell, "Sheet1!AA6");
  EXPECT_EQ(back.unread[0].zh, "未读");
}

TEST(Transfer, RefusesWhatIsUnsound) {
  const std::string bytes = sent(sample());
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(receive_document(bytes.substr(0, length)), std::runtime_error) << length;
  }
  EXPECT_THROW(receive_document(bytes + "x"), std::runtime_error);
  const auto refused = [](auto change) {
    Document document = sample();
    change(document);
    EXPECT_THROW(receive_document(sent(document)), std::runtime_error);
  };
  refused([](Document& d) { d.blocks[0].text.end = 1000; });
  refused([](Document& d) { d.blocks[0].text.end = 4; });  // inside of a character
  refused([](Document& d) { std::swap(d.blocks[0], d.blocks[1]); });
  refused([](Document& d) { d.cells[2].column_span = 9; });
  refused([](Document& d) { d.cells[0].row = -1; });
  refused([](Document& d) { d.blocks[2].cell_count = 7; });
  refused([](Document& d) { d.jumps[0].offset = 9999; });
  refused([](Document& d) { d.text[0] = '\xFF'; });
}

}  // namespace
}  // namespace zhiheng::read

#include "report/docx.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "report/office/package_test.h"
#include "report/sample_document_test.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // what is not named keeps its default

namespace zhiheng::report {
namespace {

using office::testing::all;
using office::testing::words_of;

const std::string kPng = "\x89PNG\r\n\x1a\n not a picture, but passed on as it is";

std::string attribute(pugi::xml_node node, const char* name) { return node.attribute(name).value(); }

std::vector<std::string> children(pugi::xml_node node) {
  std::vector<std::string> out;
  for (const auto child : node.children()) out.emplace_back(child.name());
  return out;
}

class Docx : public ::testing::Test {
 protected:
  office::testing::Package& write(const Document& document, size_t pictures = 1) {
    write_docx(document, sample::theme(), std::vector<std::string>(pictures, kPng), path_);
    package_ = office::testing::open_package(path_);
    return package_;
  }
  pugi::xml_node body(const Document& document, size_t pictures = 1) {
    return write(document, pictures).xml("word/document.xml").child("w:body");
  }
  // The table whose caption begins with "表N".
  pugi::xml_node table(pugi::xml_node body, int number) {
    for (const auto& bookmark : all(body, "w:bookmarkStart")) {
      pugi::xml_node paragraph = bookmark.parent();
      if (!words_of(paragraph).starts_with("表" + std::to_string(number) + "　")) continue;
      for (pugi::xml_node next = paragraph; next; next = next.next_sibling()) {
        if (std::string_view(next.name()) == "w:tbl") return next;
      }
    }
    return {};
  }

  office::testing::Folder folder_;
  std::string path_ = folder_.file("paper.docx");
  office::testing::Package package_;
};

TEST_F(Docx, EveryPartHasATypeAndEveryRelationLeadsToAPart) {
  auto& package = write(sample::document());
  EXPECT_EQ(package.order.front(), "[Content_Types].xml");
  std::set<std::string> typed, extensions;
  for (const auto node : package.xml("[Content_Types].xml").children()) {
    typed.insert(attribute(node, "PartName"));
    extensions.insert(attribute(node, "Extension"));
  }
  for (const auto& name : package.order) {
    if (name == "[Content_Types].xml") continue;
    EXPECT_TRUE(typed.contains("/" + name) || name.ends_with(".rels") || name.ends_with(".png") ||
                name.ends_with(".svg"))
        << name;
  }
  EXPECT_TRUE(extensions.contains("png") && extensions.contains("rels"));
  std::set<std::string> ids;
  for (const auto node : package.xml("word/_rels/document.xml.rels").children()) {
    EXPECT_TRUE(package.has("word/" + attribute(node, "Target"))) << attribute(node, "Target");
    EXPECT_TRUE(ids.insert(attribute(node, "Id")).second);
  }
  for (const auto node : package.xml("_rels/.rels").children())
    EXPECT_TRUE(package.has(attribute(node, "Target")));
  pugi::xml_node root = package.xml("word/document.xml");
  size_t used = 0;
  for (const char* query : {".//@r:id", ".//@r:embed"}) {
    for (const auto& match : root.select_nodes(query)) {
      ++used;
      EXPECT_TRUE(ids.contains(match.attribute().value())) << match.attribute().value();
    }
  }
  EXPECT_GE(used, 5u);
}

// The order that the schema demands; Word refuses a file that breaks it.
TEST_F(Docx, PropertiesStandInTheOrderOfTheSchema) {
  const std::map<std::string, std::vector<std::string>> orders = {
      {"w:pPr",
       {"w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:widowControl", "w:numPr", "w:pBdr",
        "w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc",
        "w:outlineLvl", "w:sectPr"}},
      {"w:rPr",
       {"w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:color", "w:sz", "w:szCs", "w:vertAlign", "w:em",
        "w:lang"}},
      {"w:tblPr", {"w:tblW", "w:jc", "w:tblLayout", "w:tblCellMar", "w:tblCaption"}},
      {"w:tcPr", {"w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:tcMar", "w:vAlign"}},
      {"w:sectPr", {"w:headerReference", "w:footerReference", "w:type", "w:pgSz", "w:pgMar", "w:pgNumType"}},
      {"w:style",
       {"w:name", "w:basedOn", "w:next", "w:uiPriority", "w:qFormat", "w:pPr", "w:rPr", "w:tblPr"}},
      {"w:tcBorders", {"w:top", "w:left", "w:bottom", "w:right"}},
      {"w:tcMar", {"w:top", "w:left", "w:bottom", "w:right"}}};
  auto& package = write(sample::document());
  for (const char* part : {"word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/header1.xml",
                           "word/header2.xml", "word/footer1.xml", "word/numbering.xml"}) {
    for (const auto& [name, order] : orders) {
      for (const auto& node : all(package.xml(part), name.c_str())) {
        ptrdiff_t last = -1;
        for (const auto& child : children(node)) {
          const auto at = std::find(order.begin(), order.end(), child) - order.begin();
          ASSERT_LT(at, static_cast<ptrdiff_t>(order.size())) << part << " " << name << "/" << child;
          ASSERT_GT(at, last) << part << " " << name << "/" << child;
          last = at;
        }
      }
    }
  }
}

TEST_F(Docx, EveryStyleIsDefined) {
  auto& package = write(sample::document());
  std::set<std::string> defined;
  for (const auto& style : all(package.xml("word/styles.xml"), "w:style"))
    defined.insert(attribute(style, "w:styleId"));
  for (const char* part :
       {"word/document.xml", "word/footnotes.xml", "word/styles.xml", "word/header1.xml"}) {
    for (const char* kind : {"w:pStyle", "w:rStyle", "w:basedOn", "w:next"}) {
      for (const auto& use : all(package.xml(part), kind)) {
        EXPECT_TRUE(defined.contains(attribute(use, "w:val"))) << attribute(use, "w:val");
      }
    }
  }
  EXPECT_TRUE(defined.contains("Heading5"));
}

TEST_F(Docx, LinksAndPageFieldsLeadToBookmarks) {
  const pugi::xml_node paper = body(sample::document());
  std::set<std::string> names, ids;
  for (const auto& mark : all(paper, "w:bookmarkStart")) {
    EXPECT_TRUE(names.insert(attribute(mark, "w:name")).second);
    EXPECT_TRUE(ids.insert(attribute(mark, "w:id")).second);
  }
  EXPECT_EQ(all(paper, "w:bookmarkEnd").size(), ids.size());
  const auto links = all(paper, "w:hyperlink");
  EXPECT_GT(links.size(), 15u);
  for (const auto& link : links) EXPECT_TRUE(names.contains(attribute(link, "w:anchor"))) << words_of(link);
  size_t page_fields = 0;
  for (const auto& field : all(paper, "w:instrText")) {
    const std::string words = field.child_value();
    if (!words.starts_with(" PAGEREF ")) continue;
    ++page_fields;
    EXPECT_TRUE(names.contains(words.substr(9, words.find(' ', 9) - 9))) << words;
  }
  EXPECT_GT(page_fields, 10u);
  EXPECT_TRUE(words_of(paper).find("表99") != std::string::npos);  // leads nowhere, stays as words
}

TEST_F(Docx, FieldsAreClosed) {
  const pugi::xml_node paper = body(sample::document());
  int open = 0, begun = 0;
  for (const auto& mark : all(paper, "w:fldChar")) {
    const std::string type = attribute(mark, "w:fldCharType");
    open += type == "begin" ? 1 : type == "end" ? -1 : 0;
    begun += type == "begin" ? 1 : 0;
    EXPECT_GE(open, 0);
  }
  EXPECT_EQ(open, 0);
  EXPECT_GT(begun, 20);
}

TEST_F(Docx, ContentsAreFilledIn) {
  Document document = sample::document();
  document.blocks.push_back(Heading{1, "last", "第三章", {sample::text("问题措施")}});
  const pugi::xml_node paper = body(document);
  std::vector<std::string> entries;
  for (const auto& paragraph : paper.children("w:p")) {
    const std::string style = attribute(paragraph.child("w:pPr").child("w:pStyle"), "w:val");
    if (style.starts_with("TOC")) entries.push_back(words_of(paragraph));
  }
  ASSERT_GE(entries.size(), 7u);
  EXPECT_EQ(entries[0], "序1");
  EXPECT_EQ(entries[1], "第一章　质量安全2");
  EXPECT_TRUE(entries[2].starts_with("一、产品质量"));
  EXPECT_TRUE(entries[3].starts_with("（一）食品"));
  EXPECT_TRUE(entries.back().starts_with("第三章　问题措施"));
  std::vector<std::string> fields;
  for (const auto& field : all(paper, "w:instrText")) {
    if (std::string(field.child_value()).starts_with(" TOC")) fields.emplace_back(field.child_value());
  }
  EXPECT_EQ(fields, (std::vector<std::string>{" TOC \\o \"1-3\" \\h \\z ", " TOC \\h \\z \\c \"表\" ",
                                              " TOC \\h \\z \\c \"图\" ", " TOC \\h \\z \\c \"案例\" "}));
}

TEST_F(Docx, CaptionsCountByFields) {
  const pugi::xml_node paper = body(sample::document());
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& field : all(paper, "w:instrText")) {
    const std::string words = field.child_value();
    if (!words.starts_with(" SEQ ")) continue;
    const pugi::xml_node value = field.parent().next_sibling().next_sibling();  // past the separator
    values[words.substr(5, words.find(' ', 5) - 5)].push_back(words_of(value));
  }
  EXPECT_EQ(values["表"], (std::vector<std::string>{"1", "2", "3", "4"}));
  EXPECT_EQ(values["图"], (std::vector<std::string>{"1"}));
  EXPECT_EQ(values["案例"], (std::vector<std::string>{"1"}));
}

TEST_F(Docx, MergedCellsStayMerged) {
  pugi::xml_node grid = table(body(sample::document()), 1);
  ASSERT_TRUE(grid);
  const size_t columns = all(grid, "w:gridCol").size();
  EXPECT_EQ(columns, 4u);
  size_t heads = 0;
  for (const auto& row : grid.children("w:tr")) {
    int places = 0, width = 0;
    for (const auto& cell : row.children("w:tc")) {
      places += cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1);
      width += cell.child("w:tcPr").child("w:tcW").attribute("w:w").as_int();
    }
    EXPECT_EQ(places, 4);
    EXPECT_EQ(width, grid.child("w:tblPr").child("w:tblW").attribute("w:w").as_int());
    EXPECT_TRUE(row.child("w:trPr").child("w:cantSplit"));
    heads += row.child("w:trPr").child("w:tblHeader") ? 1 : 0;
  }
  EXPECT_EQ(heads, 2u);
  const auto merges = all(grid, "w:vMerge");
  ASSERT_EQ(merges.size(), 4u);  // two cells over two rows of the head
  EXPECT_EQ(attribute(merges[0], "w:val"), "restart");
  EXPECT_EQ(attribute(merges[2], "w:val"), "continue");
  EXPECT_EQ(words_of(merges[2].parent().parent()), "");
  const auto spans = all(grid, "w:gridSpan");
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(words_of(spans[0].parent().parent()), "完成件数");
  EXPECT_EQ(attribute(spans[1], "w:val"), "4");  // the group's label
}

TEST_F(Docx, TablesAreLegalAndKeptApart) {
  const pugi::xml_node root = write(sample::document()).xml("word/document.xml");
  for (const auto& cell : all(root, "w:tc")) EXPECT_STREQ(cell.last_child().name(), "w:p");
  size_t tables = 0;
  for (const auto& one : all(root, "w:tbl")) {
    ++tables;
    EXPECT_STRNE(one.next_sibling().name(), "w:tbl");
  }
  EXPECT_EQ(tables, 7u);  // cover, key numbers, four tables, one case
  EXPECT_STREQ(root.child("w:body").last_child().name(), "w:sectPr");
}

TEST_F(Docx, WideTablesTurnThePageWithTheirHeadings) {
  Document document = sample::document();
  const auto wide = std::find_if(document.blocks.begin(), document.blocks.end(), [](const Block& block) {
    const auto* one = std::get_if<Table>(&block);
    return one != nullptr && one->landscape;
  });
  ASSERT_NE(wide, document.blocks.end());
  document.blocks.insert(wide, Heading{2, "towns", "二、", {sample::text("各镇情况")}});
  const pugi::xml_node paper = body(document);
  const auto sections = all(paper, "w:sectPr");
  ASSERT_EQ(sections.size(), 5u);  // cover, contents, upright, wide, upright
  for (size_t i = 0; i < sections.size(); ++i) {
    EXPECT_EQ(attribute(sections[i].child("w:pgSz"), "w:orient"), i == 3 ? "landscape" : "");
  }
  EXPECT_EQ(all(sections[0], "w:headerReference").size(), 0u);
  EXPECT_EQ(attribute(sections[2].child("w:pgNumType"), "w:start"), "1");
  // The heading stands between the section's end before it and the table.
  const pugi::xml_node before = sections[2].parent().parent();
  EXPECT_EQ(words_of(before.next_sibling()), "二、各镇情况");
}

TEST_F(Docx, FootnotesAreReal) {
  auto& package = write(sample::document());
  const auto calls = all(package.xml("word/document.xml"), "w:footnoteReference");
  ASSERT_EQ(calls.size(), 3u);
  std::map<std::string, std::string> notes;
  for (const auto& note : package.xml("word/footnotes.xml").children("w:footnote")) {
    notes[attribute(note, "w:id")] = words_of(note);
  }
  EXPECT_EQ(notes.size(), 5u);  // and two separators
  EXPECT_EQ(notes[attribute(calls[0], "w:id")], " GDP 按可比价格计算，详见表2。");
  EXPECT_EQ(notes[attribute(calls[1], "w:id")], " 数据来源：区市场监管局。");
  EXPECT_EQ(notes[attribute(calls[2], "w:id")], std::string(" ") + sample::kNasty);
}

TEST_F(Docx, WordsComeThroughUnharmed) {
  Document document = sample::document();
  document.blocks.push_back(Paragraph{{sample::text("前\x01\x0b后\xEF\xBF\xBE。")}});
  const std::string words = words_of(body(document));
  EXPECT_NE(words.find(sample::kNasty), std::string::npos);
  EXPECT_NE(words.find("7263\u00A0件，合格率为98.62%，比上年提高0.32\u00A0个百分点（见表1）"),
            std::string::npos);
  EXPECT_NE(words.find("强调\n换行后的文字"), std::string::npos);
  EXPECT_NE(words.find("前后。"), std::string::npos);
}

TEST_F(Docx, PicturesAreStoredWithTheirAlternative) {
  auto& package = write(sample::document());
  EXPECT_EQ(package.entries.at("word/media/image1.png"), kPng);
  EXPECT_TRUE(package.stored.contains("word/media/image1.png"));
  EXPECT_FALSE(package.stored.contains("word/document.xml"));
  const auto about = all(package.xml("word/document.xml"), "wp:docPr");
  ASSERT_EQ(about.size(), 1u);
  EXPECT_TRUE(attribute(about[0], "descr").starts_with("柱形图。"));
  const pugi::xml_node size = about[0].parent().child("wp:extent");
  EXPECT_NEAR(size.attribute("cx").as_double() / size.attribute("cy").as_double(), 16.0 / 9.0, 0.01);
  EXPECT_LE(size.attribute("cx").as_double(), 156.1 * 36000);  // between the margins
}

TEST_F(Docx, OrderedListsCountEachFromOne) {
  Document document = sample::document();
  document.blocks.push_back(List{true, {{sample::text("另一张单子；")}}});
  auto& package = write(document);
  std::set<std::string> instances;
  for (const auto& use : all(package.xml("word/document.xml"), "w:numId"))
    instances.insert(attribute(use, "w:val"));
  std::set<std::string> defined;
  for (const auto& one : all(package.xml("word/numbering.xml"), "w:num"))
    defined.insert(attribute(one, "w:numId"));
  EXPECT_EQ(instances, (std::set<std::string>{"1", "2", "3"}));
  EXPECT_EQ(defined, instances);
}

TEST_F(Docx, MadeUpFiguresAreMarkedOnEveryPage) {
  Document document = sample::document();
  EXPECT_EQ(words_of(body(document)).find("模拟数据"), std::string::npos);
  document.simulated = true;
  auto& package = write(document);
  EXPECT_NE(words_of(package.xml("word/document.xml")).find("模拟数据"), std::string::npos);
  EXPECT_NE(words_of(package.xml("word/header1.xml")).find("模拟数据"), std::string::npos);
  EXPECT_NE(words_of(package.xml("word/header2.xml")).find("模拟数据"), std::string::npos);
}

TEST_F(Docx, CoverAndPropertiesNameTheOffice) {
  auto& package = write(sample::document());
  const std::string cover = words_of(package.xml("word/document.xml").child("w:body").child("w:tbl"));
  EXPECT_EQ(cover,
            "上海市闵行区2020 年度\n闵行区质量状况分析白皮书上海市闵行区市场监督管理局"
            "上海市闵行区质量工作领导小组办公室2021年10月");
  pugi::xml_node core = package.xml("docProps/core.xml");
  EXPECT_STREQ(core.child_value("dc:title"), "2020 年度闵行区质量状况分析白皮书");
  EXPECT_STREQ(core.child_value("dcterms:created"), "2021-10-01T00:00:00Z");
}

TEST_F(Docx, SameInputGivesTheSameBytes) {
  write(sample::document());
  const std::string first = office::testing::file_bytes(path_);
  write(sample::document());
  EXPECT_EQ(first, office::testing::file_bytes(path_));
  EXPECT_GT(first.size(), 5000u);
}

TEST_F(Docx, EmptyAndOddDocumentsAreLegal) {
  Document document{.title = "空", .issued = "近期"};
  document.blocks = {Table{.id = "t", .number = 1, .title = "无列"}, KeyNumbers{},
                     Case{.id = "c", .number = 1, .title = "空框"}};
  const pugi::xml_node paper = body(document, 0);
  for (const auto& cell : all(paper, "w:tc")) EXPECT_STREQ(cell.last_child().name(), "w:p");
  EXPECT_NE(words_of(paper).find("近期"), std::string::npos);
}

TEST_F(Docx, SaysWhatIsWrong) {
  try {
    write(sample::document(), 2);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "docx.figure_count");
    EXPECT_EQ(error.exit_code(), 70);
  }
  try {
    write_docx(sample::document(), sample::theme(), {kPng}, folder_.file("no/such/folder.docx"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "docx.write_failed");
    EXPECT_EQ(error.exit_code(), 3);
  }
}

}  // namespace
}  // namespace zhiheng::report

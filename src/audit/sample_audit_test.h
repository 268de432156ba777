#pragma once
// Made-up documents and findings that use every part of the model, for the tests of the views.
#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/report.h"
#include "base/file.h"

namespace zhiheng::audit::sample {

/// What each view must carry through as text and nothing else.
inline constexpr const char* kNasty =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onmouseover='alert(3)' &amp; "
    "]]> <!-- \x1b[31m \xe2\x80\xae javascript:alert(4)";

/// Makes a document block by block.
class Writing {
 public:
  Writing(std::string name, std::string format) {
    made_.name = std::move(name);
    made_.format = std::move(format);
  }
  void page(int number) { page_ = number; }
  void heading(int level, std::string_view text) { block(read::BlockKind::kHeading, text).level = level; }
  void paragraph(std::string_view text) { block(read::BlockKind::kParagraph, text); }
  void note(std::string_view text) { block(read::BlockKind::kNote, text); }
  /// Cells of one row each; `spans` are added to those of the cell with the same text.
  void table(const std::vector<std::vector<std::string>>& rows,
             const std::vector<std::tuple<std::string, int, int>>& spans = {}) {
    read::Block made{};
    made.kind = read::BlockKind::kTable;
    made.line = line_;
    made.page = page_;
    made.rows = static_cast<int>(rows.size());
    made.first_cell = static_cast<std::uint32_t>(made_.cells.size());
    made.text.begin = static_cast<std::uint32_t>(made_.text.size());
    for (size_t r = 0; r < rows.size(); ++r, ++line_) {
      for (size_t c = 0; c < rows[r].size(); ++c) {
        if (rows[r][c] == "<<") continue;  // covered by a span
        read::Cell cell{append(rows[r][c], '\t'), static_cast<int>(r), static_cast<int>(c), 1, 1, line_};
        for (const auto& [text, row_span, column_span] : spans) {
          if (text == rows[r][c]) cell.row_span = row_span, cell.column_span = column_span;
        }
        made_.cells.push_back(cell);
        made.columns = std::max(made.columns, static_cast<int>(c) + 1);
      }
    }
    made.cell_count = static_cast<std::uint32_t>(made_.cells.size()) - made.first_cell;
    made.text.end = static_cast<std::uint32_t>(made_.text.size());
    made_.blocks.push_back(std::move(made));
  }
  read::Document document() {
    made_.sha256 = sha256_hex(made_.text);
    return std::move(made_);
  }

 private:
  read::Span append(std::string_view text, char after) {
    const auto begin = static_cast<std::uint32_t>(made_.text.size());
    made_.text += text;
    const auto end = static_cast<std::uint32_t>(made_.text.size());
    made_.text += after;
    return {begin, end};
  }
  read::Block& block(read::BlockKind kind, std::string_view text) {
    read::Block made{};
    made.kind = kind;
    made.line = line_++;
    made.page = page_;
    made.text = append(text, '\n');
    made_.blocks.push_back(std::move(made));
    return made_.blocks.back();
  }

  read::Document made_;
  int line_ = 1;
  int page_ = 0;
};

/// The place of `mark`, the first after the first `after`; its quote is `quote` characters' worth of bytes on
/// both sides within the same line of text.
inline Spot spot(const std::vector<read::Document>& documents, std::uint32_t document, std::string_view after,
                 std::string_view mark) {
  const std::string& text = documents[document].text;
  const size_t from = after.empty() ? 0 : text.find(after);
  const size_t begin = text.find(mark, from), end = begin + mark.size();
  const size_t line = text.rfind('\n', begin) + 1, line_end = text.find('\n', end);
  const auto at = [](size_t offset) { return static_cast<std::uint32_t>(offset); };
  return {document, {at(begin), at(end)}, {at(line), at(std::min(line_end, text.size()))}};
}

inline std::vector<read::Document> documents() {
  Writing bulletin("公报/2020年云溪区公报.txt", "text");
  bulletin.page(1);
  bulletin.heading(1, "云溪区 2020 年质量状况公报");
  bulletin.heading(2, "一、食品安全");
  bulletin.paragraph(
      "全年共抽检食品样品 3238 批次，其中合格 3105 批次，合格率为 95.3%，\n比上年提高 1.2%；"
      "流通环节 1502 批次、餐饮环节 1036 批次、生产环节 720 批次。");
  bulletin.table({{"环节", "抽检情况", "<<", "合格率（%）"},
                  {"<<", "批次", "合格", "<<"},
                  {"流通", "1502", "1450", "96.5"},
                  {"餐饮", "1036", "985", "95.1"},
                  {"生产", "720", "690", "95.8"},
                  {"合计", "3238", "3125", "96.0"}},
                 {{"环节", 2, 1}, {"抽检情况", 1, 2}, {"合格率（%）", 2, 1}});
  bulletin.page(2);
  bulletin.heading(2, "二、公共服务");
  bulletin.paragraph("到 2020 年末，公共充电桩达 4200 个，满意度为 104.2 分；详见表 9。");
  bulletin.paragraph(std::string("特殊字符：") + kNasty + "，共 12 项。");
  bulletin.note("注：满意度为百分制。");
  Writing plan("云溪区规划<b>.html", "html");
  plan.heading(1, "云溪区质量提升三年行动计划");
  plan.paragraph("到 2023 年，食品抽检合格率达到 95%，公共充电桩达 4000 个。");
  std::vector<read::Document> made{bulletin.document(), plan.document()};
  made[0].unread.push_back({{7, 2, ""}, "第 2 页的图片没有文字层", "the picture on page 2 has no text"});
  return made;
}

inline Finding finding(std::string id, Kind kind, Weight weight, bool certain, std::vector<Spot> spots,
                       Words explanation) {
  Finding made;
  made.id = std::move(id);
  made.kind = kind;
  made.weight = weight;
  made.certain = certain;
  made.spots = std::move(spots);
  made.explanation = std::move(explanation);
  return made;
}

/// Six findings (one across documents, two on one number), one waived, two held.
inline Report report() {
  Report made;
  made.documents = documents();
  const auto at = [&](std::uint32_t d, std::string_view after, std::string_view mark) {
    return spot(made.documents, d, after, mark);
  };
  auto& list = made.results.findings;
  list.push_back(finding(
      "sum-3238", Kind::kSum, Weight::kError, true,
      {at(0, "样品", "3238"), at(0, "流通环节", "1502"), at(0, "餐饮环节", "1036"), at(0, "生产环节", "720")},
      {"三个环节之和为 3258，与总数 3238 不符。", "The three stages make 3258, not 3238."}));
  list.back().stated = "3238 批次";
  list.back().recomputed = "3258 批次";
  list.back().formula = "1502 + 1036 + 720 = 3258";
  list.back().interval = "[3258, 3258]";
  list.back().difference = "-20 批次";
  list.push_back(
      finding("ratio-953", Kind::kRatio, Weight::kError, true,
              {at(0, "合格率为", "95.3%"), at(0, "其中合格", "3105")},
              {"3105 ÷ 3238 = 95.9%，文中为 95.3%。", "3105 ÷ 3238 is 95.9%, the text says 95.3%."}));
  list.back().stated = "95.3%";
  list.back().recomputed = "95.9%";
  list.back().formula = "3105 ÷ 3238 = 95.9%";
  list.back().interval = "[95.89%, 95.90%]";
  list.back().difference = "-0.6 个百分点";
  list.back().cause = Words{"分母误用 3258。", "The denominator 3258 was used."};
  list.push_back(finding("text-table-3105", Kind::kTextTable, Weight::kError, true,
                         {at(0, "其中合格", "3105"), at(0, "合计", "3125")},
                         {"正文合格数 3105，表中合计为 3125。", "The text has 3105, the table 3125."}));
  list.push_back(finding("unit-12", Kind::kUnit, Weight::kWarning, false, {at(0, "比上年提高", "1.2%")},
                         {"比率的变化应以“个百分点”计。", "A change of a rate is in percentage points."}));
  list.push_back(
      finding("target-4000", Kind::kTarget, Weight::kWarning, false,
              {at(1, "充电桩达", "4000 个"), at(0, "充电桩达", "4200 个")},
              {"目标 4000 个低于 2020 年的 4200 个。", "The target of 4000 is below the 4200 of 2020."}));
  list.push_back(finding("nasty", Kind::kCaption, Weight::kNote, false, {at(0, "特殊字符", kNasty)},
                         {std::string("题名 ") + kNasty, std::string("caption ") + kNasty}));
  list.back().stated = kNasty;
  Finding over =
      finding("impossible-1042", Kind::kImpossible, Weight::kError, true, {at(0, "满意度为", "104.2 分")},
              {"百分制得分超过 100。", "A score of more than 100."});
  made.waived.push_back(
      {over, {"impossible-1042", std::string("含附加分 ") + kNasty, "李明", "2021-03-02", {"w.csv", 2, 1}}});
  made.results.held.push_back(
      {Kind::kSum, {at(0, "合计", "3238"), at(0, "流通\t", "1502")}, "1502 + 1036 + 720 = 3258"});
  made.results.held.push_back({Kind::kRatio, {at(0, "1450", "96.5")}, "1450 ÷ 1502 = 96.5%"});
  made.refused.push_back(
      {"read.encrypted", Severity::kError, {"密件.pdf", 0, 0}, "文件已加密", "the file is encrypted"});
  made.unmatched.push_back(
      {"gone", "已核实", "王芳", "2021-01-05", {"公报/2020年云溪区公报.txt.waivers.csv", 3, 1}});
  return made;
}

}  // namespace zhiheng::audit::sample

#pragma once
// A made-up paper that uses every part of the document model, for the tests of the renderers.
#include <string>
#include <utility>
#include <vector>

#include "base/theme.h"
#include "report/document.h"

#pragma GCC diagnostic push  // what is not named keeps its default
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace zhiheng::report::sample {

/// What each output format must carry through unharmed.
inline constexpr const char* kNasty =
    R"(特殊字符 \ " ' < > & # $ * _ ` @ [ ] { } ( ) = + - / ~ ^ | % ; : , . ! ? // /* */ -- --- ... #import "x" ]]> </script> <!-- $x$ <a-b> @ref \u{41} “引号” ￥ é 𠮷)";

inline Theme theme() {
  return {
      .light = {"#1c2430", "#5b6675", "#dfe4ea", "#ffffff", "#f6f8fa", "#0f6b6b"},
      .dark = {"#e6eaf0", "#9aa7b6", "#2b3440", "#11161d", "#171e27", "#4fb3ad"},
      .reached = "#1a7f4b",
      .on_track = "#2f7fb5",
      .at_risk = "#b7791f",
      .behind = "#b3362f",
      .no_data = "#7a8594",
      .series = {"#0f6b6b", "#d98324", "#4d6fb3", "#a8476b", "#7a8b2f", "#5a4a8a", "#2f9bb5", "#8a6d5a"},
      .screen_font = R"("Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif)",
      .print_body = "Noto Serif CJK SC",
      .print_heading = "Noto Sans CJK SC",
      .office_body = "宋体",
      .office_heading = "黑体"};
}

inline Run text(std::string words) { return {.text = std::move(words)}; }
inline Run strong(std::string words) { return {.text = std::move(words), .strong = true}; }
inline Run reference(std::string words, std::string target) {
  return {.kind = Run::Kind::kReference, .text = std::move(words), .target = std::move(target)};
}
inline Run footnote(int index) { return {.kind = Run::Kind::kFootnote, .index = index}; }

/// Registers a number and its lineage and gives its index; `digits` as printed, e.g. "98.62%".
inline int number(Document& doc, const std::string& digits, const std::string& unit, const std::string& title,
                  const std::string& where, const std::string& published = "") {
  const bool ratio = unit == "%";
  const std::string n = std::to_string(doc.numbers.size() + 1);
  const auto value = Decimal::parse(digits.ends_with('%') ? digits.substr(0, digits.size() - 1) : digits)
                         .value_or(Decimal(0));
  Lineage lineage{.id = "l" + n,
                  .definition = ratio ? "food.pass_rate" : "food_sampling.tested where stage = 'catering'",
                  .title = title,
                  .scope = "监督抽检，不含快速检测",
                  .area = "闵行区",
                  .year = doc.year,
                  .unit = unit,
                  .method = ratio ? "computed" : "reported",
                  .formula = ratio ? "合格件数 ÷ 完成件数" : "",
                  .exact = ratio ? value + Decimal(Int128{4}, 4) : value,
                  .owner = "区市场监管局",
                  .sources = {"表9", "图6"},
                  .inputs = {{"data/food_sampling.csv", std::string(64, 'a'), "2-4, 9"}},
                  .published = published};
  if (ratio) {
    lineage.numerator = Decimal(7163);
    lineage.denominator = Decimal(7263);
    lineage.numerator_title = "合格件数";
    lineage.denominator_title = "完成件数";
    lineage.query =
        "SELECT SUM(passed) AS numerator, SUM(tested) AS denominator\nFROM cube.food_sampling WHERE year = "
        "2020";
    lineage.status = "inferred";
    lineage.note = "分母由合格件数与不合格件数推算。";
  }
  doc.lineages.push_back(lineage);
  doc.numbers.push_back({"n" + n, digits, value, unit, "l" + n, where});
  return static_cast<int>(doc.numbers.size()) - 1;
}
inline Run bound(Document& doc, const std::string& digits, const std::string& unit, const std::string& title,
                 const std::string& where, const std::string& published = "") {
  return {.kind = Run::Kind::kNumber,
          .text = digits,
          .unit = unit == "%" ? "" : unit,
          .index = number(doc, digits, unit, title, where, published)};
}

inline Cell label(std::string words, int indent = 0) {
  return {.kind = Cell::Kind::kLabel, .text = std::move(words), .indent = indent};
}
inline Cell head(std::string words, int col_span = 1, int row_span = 1) {
  return {.kind = Cell::Kind::kLabel, .text = std::move(words), .col_span = col_span, .row_span = row_span};
}
inline Cell covered() { return {.covered = true}; }
inline Cell figure_cell(Document& doc, const std::string& digits, const std::string& unit,
                        const std::string& where) {
  return {.kind = Cell::Kind::kNumber,
          .text = digits,
          .number = number(doc, digits, unit, "食品监督抽检", where)};
}

/// Two-level head, indents, a group, merged cells, a missing value, a value published differently, a total;
/// `rows` body rows.
inline Table table(Document& doc, std::string id, int count, int rows, bool landscape = false) {
  Table t{
      .id = id, .number = count, .title = "2020 年闵行区食品抽检情况", .unit = "件", .landscape = landscape};
  t.columns = {{.width = 2},
               {.align = Align::kRight, .numeric = true},
               {.align = Align::kRight, .numeric = true},
               {.align = Align::kRight, .decimals = 2, .numeric = true}};
  t.head = {
      {TableRow::Kind::kHead,
       {head("抽检环节", 1, 2), head("完成件数", 2), covered(), head("合格率（%）", 1, 2)}},
      {TableRow::Kind::kHead, {covered(), head("按市局计划"), head("处理投诉、区自主抽检等"), covered()}}};
  t.body.push_back({TableRow::Kind::kGroup, {head("按环节分", 4), covered(), covered(), covered()}});
  for (int i = 0; i < rows; ++i) {
    const bool gap = rows > 1 && i == rows - 1;
    TableRow row{TableRow::Kind::kBody,
                 {i % 4 == 1 ? label("#其中：餐饮服务环节", 1) : label("生产环节" + std::to_string(i + 1))}};
    row.cells.push_back(figure_cell(doc, std::to_string(1200 + 37 * i), "件", id));
    row.cells.push_back(gap ? Cell{.kind = Cell::Kind::kMissing}
                            : figure_cell(doc, std::to_string(90 + i), "件", id));
    row.cells.push_back(figure_cell(doc, i % 3 == 0 ? "98.62" : "97.5", "%", id));
    if (gap) row.cells.back().published = "98.5";
    t.body.push_back(row);
  }
  t.body.push_back({TableRow::Kind::kTotal,
                    {label("合计"), figure_cell(doc, "7263", "件", id), figure_cell(doc, "412", "件", id),
                     figure_cell(doc, "98.62", "%", id)}});
  t.notes = {"不含快速检测。", "“—”表示没有数据。"};
  t.sources = {"区市场监管局", "区农委"};
  return t;
}

/// Twelve columns: too wide for a phone and for a page that stands.
inline Table wide_table(Document& doc, std::string id, int count) {
  Table t{.id = id, .number = count, .title = "各街镇、莘庄工业区质量状况一览", .landscape = true};
  t.columns.push_back({.width = 2});
  t.head = {{TableRow::Kind::kHead, {head("街镇", 1, 2)}}, {TableRow::Kind::kHead, {covered()}}};
  for (int i = 0; i < 12; ++i) {
    t.columns.push_back({.align = Align::kRight, .decimals = i % 2 == 0 ? 0 : 2, .numeric = true});
    t.head[0].cells.push_back(i % 2 == 0 ? head(std::to_string(2015 + i / 2) + " 年", 2) : covered());
    t.head[1].cells.push_back(head(i % 2 == 0 ? "抽检（件）" : "合格率（%）"));
  }
  for (int row = 0; row < 9; ++row) {
    TableRow line{TableRow::Kind::kBody, {label("虹桥镇" + std::to_string(row + 1))}};
    for (int i = 0; i < 12; ++i)
      line.cells.push_back(figure_cell(doc, i % 2 == 0 ? "1204" : "98.62", i % 2 == 0 ? "件" : "%", id));
    t.body.push_back(line);
  }
  t.sources = {"各镇人民政府"};
  return t;
}

/// A table of words with a merged first column and a bound number inside a sentence.
inline Table words_table(Document& doc, std::string id, int count) {
  Table t{.id = id, .number = count, .title = "各镇“一镇一品”质量提升工作"};
  t.columns = {{.width = 1}, {.width = 1}, {.width = 4}};
  t.head = {{TableRow::Kind::kHead, {head("镇"), head("品牌"), head("做法与成效")}}};
  for (int i = 0; i < 6; ++i) {
    Cell words{.kind = Cell::Kind::kText};
    words.runs = {text("围绕"), strong("特色产业"), text("开展质量提升行动，组织企业参加培训"),
                  bound(doc, std::to_string(12 + i), "场次", "培训场次", id),
                  text("，建立从原料到成品的质量管理制度，产品合格率保持稳定。")};
    Cell town = i % 2 == 0 ? head(i == 0 ? "虹桥镇" : "莘庄镇", 1, 2) : covered();
    t.body.push_back({TableRow::Kind::kBody, {town, label("品牌" + std::to_string(i + 1)), words}});
  }
  t.sources = {"各镇人民政府"};
  return t;
}

inline Figure figure(Document& doc, const std::string& id, int count) {
  Figure f{.id = id,
           .number = count,
           .title = "2016—2020 年食品监督抽检合格率",
           .subtitle = "单位：%；2016—2020 年",
           .alt = "柱形图。2016 年 97.1%，2020 年 98.62%，五年间逐年上升。"};
  const std::string axis =
      R"({"xAxis":{"type":"category","data":["2016","2017","2018","2019","2020"]},"yAxis":{"type":"value"},)"
      R"("series":[{"type":"bar","name":"合格率","data":[97.1,97.6,98.0,98.3,98.62]}],"color":[")";
  f.option = axis + "#0f6b6b\"]}";
  f.option_dark = axis + "#4fb3ad\"]}";
  f.svg =
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360"><rect width="640" height="360" fill="#fff"/>)";
  for (int i = 0; i < 5; ++i) {
    const std::string x = std::to_string(70 + 110 * i), h = std::to_string(120 + 30 * i),
                      y = std::to_string(310 - 120 - 30 * i);
    f.svg += "<rect x='" + x + "' y='" + y + "' width='60' height='" + h + "' fill='#0f6b6b'/><text x='" + x +
             "' y='335' font-family='\"Noto Sans SC\", \"Noto Sans CJK SC\", sans-serif' font-size='13'>" +
             std::to_string(2016 + i) + " 年</text>";
  }
  f.svg += "</svg>";
  f.data = table(doc, id + "-data", 0, 3);
  f.notes = {"纵轴不从零开始。"};
  f.sources = {"区市场监管局"};
  return f;
}

inline Paragraph paragraph(Document& doc, const std::string& where) {
  return {
      {text("2020 年，闵行区坚持高质量发展方向，统筹推进疫情防控和经济社会发展工作。全年完成食品监督抽检"),
       bound(doc, "7263", "件", "食品监督抽检完成件数", where), text("，合格率为"),
       bound(doc, "98.62%", "%", "食品监督抽检合格率", where, "98.6%"), text("，比上年提高"),
       bound(doc, "0.32", "个百分点", "食品监督抽检合格率变化", where), text("（见"),
       reference("表1", "food-by-stage"),
       text("），各环节抽检工作按计划完成，“放心消费”创建取得成效，群众对食品安全的满意度稳步提升。")}};
}

/// The small rich paper: every kind of block, run, cell and row, special characters, a broken reference.
inline Document document() {
  Document doc{.report = "white-paper",
               .title = "2020 年度闵行区质量状况分析白皮书",
               .district = "闵行区",
               .district_full = "上海市闵行区",
               .district_code = "310112",
               .year = 2020,
               .issued = "2021-10",
               .issuers = {"上海市闵行区市场监督管理局", "上海市闵行区质量工作领导小组办公室"},
               .engine = "zhiheng 0.1.0",
               .generated_from = {{"data/food_sampling.csv", std::string(64, 'a'), ""},
                                  {"data/works.csv", std::string(64, 'b'), ""}}};
  auto add = [&doc](Block block) { doc.blocks.push_back(std::move(block)); };
  doc.footnotes = {{text("数据来源：区市场监管局。")},
                   {text(kNasty)},
                   {text("GDP 按可比价格计算，详见"), reference("表2", "food-long"), text("。")}};
  add(Heading{1, "preface", "", {text("序")}});
  add(Paragraph{{text("本书由区质量工作领导小组办公室牵头编制。"), footnote(2)}});
  add(Heading{1, "safety", "第一章", {text("质量安全")}});
  add(KeyNumbers{
      {{"食品监督抽检合格率",
        {bound(doc, "98.62%", "%", "食品监督抽检合格率", "safety")},
        {text("比上年提高"), bound(doc, "0.32", "个百分点", "变化", "safety")}},
       {"药品抽检合格率", {bound(doc, "100%", "%", "药品抽检合格率", "safety")}, {text("与上年持平")}},
       {"建设工程验收合格率", {bound(doc, "100%", "%", "建设工程验收合格率", "safety")}, {}},
       {"规模以上工业总产值",
        {bound(doc, "3561.28", "亿元", "工业总产值", "safety")},
        {text("比上年增长"), bound(doc, "1.4%", "%", "增长", "safety")}}}});
  add(Heading{2, "product", "一、", {text("产品质量")}});
  add(Heading{3, "food", "（一）", {text("食品")}});
  add(paragraph(doc, "food"));
  add(Paragraph{{text("抽检按环节分布如下。"), footnote(0), text(kNasty), strong("重点"),
                 Run{.text = "强调", .emphasis = true}, Run{.kind = Run::Kind::kBreak},
                 text("换行后的文字，以及失效的引用"), reference("表99", "nowhere"), text("。")}});
  add(table(doc, "food-by-stage", 1, 6));
  add(Heading{4, "food-measures", "1.", {text("监管措施"), footnote(1)}});
  add(List{false,
           {{text("加强源头治理，落实企业主体责任；")},
            {text("推进"), strong("智慧监管"), text("，全年巡查"),
             bound(doc, "1250", "次", "巡查次数", "food-measures"), text("。")}}});
  add(Heading{5, "food-steps", "（1）", {text("步骤")}});
  add(List{true, {{text("制定抽检计划；")}, {text("公示抽检结果。")}}});
  add(figure(doc, "food-rate", 1));
  Case box{.id = "cloud-centre", .number = 1, .title = "依托智慧监管云中心，实现智能巡查"};
  box.blocks = {paragraph(doc, "cloud-centre"), List{false, {{text("视频巡查；")}, {text("风险预警。")}}},
                words_table(doc, "case-table", 2)};
  add(box);
  add(Heading{1, "promotion", "第二章", {text("质量提升 "), text(kNasty)}});
  add(Heading{2, "innovation", "一、", {text("质量创新")}});
  add(table(doc, "food-long", 3, 60));
  add(paragraph(doc, "innovation"));
  add(wide_table(doc, "food-wide", 4));
  add(Paragraph{{text("参见"), reference("案例1", "cloud-centre"), text("、"), reference("图1", "food-rate"),
                 text("和"), reference("第一章", "safety"), text("。")}});
  doc.findings = {{"f1", "recompute", "食品监督抽检合格率", "表9", "98.6%", "98.62%", "+0.02个百分点",
                   "按分子分母重算。", "l2", false},
                  {"f2", "conflict", "巡查次数 <b>", "表8、表18", "1250次", "1260次", "+10次", "", "", true}};
  doc.omitted = {"（三）医疗器械：没有数据 device_sampling"};
  return doc;
}

/// As long as a real paper: for time and page counts.
inline Document large_document(int tables, int figures, int paragraphs_each) {
  Document doc = document();
  for (int i = 0; i < tables; ++i) {
    const std::string n = std::to_string(i + 10);
    if (i % 9 == 0) doc.blocks.push_back(Heading{1, "chapter-" + n, "第" + n + "章", {text("质量状况分析")}});
    doc.blocks.push_back(Heading{
        i % 9 == 0 ? 2 : 3, "section-" + n, i % 9 == 0 ? "一、" : "（一）", {text("人居环境质量状况")}});
    for (int p = 0; p < paragraphs_each; ++p) doc.blocks.push_back(paragraph(doc, "section-" + n));
    doc.blocks.push_back(table(doc, "table-" + n, i + 10, 4 + i % 14));
    if (i < figures) doc.blocks.push_back(figure(doc, "figure-" + n, i + 10));
  }
  return doc;
}

}  // namespace zhiheng::report::sample

#pragma GCC diagnostic pop

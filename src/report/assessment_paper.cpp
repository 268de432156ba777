#include "report/assessment_paper.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "base/version.h"
#include "plan/assessment_rules.h"
#include "report/assessment_words.h"
#include "report/build/numbering.h"
#include "report/build/plain_table.h"
#include "report/build/references.h"
#include "report/build/registry.h"
#include "report/plan/numbers.h"

namespace zhiheng::report {
namespace {

using plan::Card;
using plan::ItemScore;

class AssessmentPages {
 public:
  AssessmentPages(const AssessmentPaperInput& input, Document& document)
      : input_(input), document_(document), registry_(document, input.catalog) {}

  void make() {
    if (input_.subject.empty()) add_ranking();
    for (const Card& card : input_.cards) {
      if (input_.subject.empty() || card.subject.code == input_.subject) add_sheet(card);
    }
    add_rules();
  }

 private:
  void heading(const std::string& id, const std::string& title) {
    document_.blocks.push_back(Heading{1, id, "", {text_run(title)}});
    registry_.enter(id);
  }
  void paragraph(Runs runs) { document_.blocks.push_back(Paragraph{std::move(runs)}); }

  std::shared_ptr<measure::Origin> origin(const Card& card, const std::string& what, const std::string& title,
                                          const std::string& formula) const {
    auto out = std::make_shared<measure::Origin>();
    out->definition = "assessment." + input_.sheet.id + "." + card.subject.code + "." + what;
    out->title = {card.subject.title.zh + "：" + title, ""};
    out->area = input_.sheet.departments ? "" : card.subject.code;
    out->year = input_.year;
    out->formula = formula;
    if (card.simulated) out->note = kMadeUp;
    return out;
  }

  Cell number_cell(const Decimal& number, std::shared_ptr<measure::Origin> origin) {
    measure::Value value;
    value.exact = number;
    value.unit = "分";
    value.decimals = input_.sheet.decimals;
    value.origin = std::move(origin);
    const Printed printed = format_value(value);
    Cell cell;
    cell.kind = Cell::Kind::kNumber;
    cell.text = printed.text;
    cell.number = registry_.add_number(printed, value);
    return cell;
  }

  Cell points_cell(const Card& card, const ItemScore& score, const char* what, const Decimal& number) {
    auto from = origin(card, score.item->id + "." + what, score.item->title.zh, score.reason.words.zh);
    from->owner = score.item->owner;
    if (!input_.files.empty())
      from->inputs = {{input_.files[0].path, input_.files[0].sha256, {score.item->where.line}}};
    if (score.value) {
      if (!score.value->source.empty()) from->sources = {score.value->source};
      from->inferred = score.value->inferred;
      from->note = score.value->simulated ? kMadeUp : score.value->note;
    }
    return number_cell(number, std::move(from));
  }

  static Cell missing() {
    Cell cell;
    cell.kind = Cell::Kind::kMissing;
    return cell;
  }

  static void numeric(Table& table, const std::vector<size_t>& columns, int decimals) {
    for (const size_t at : columns) {
      table.columns[at].align = Align::kRight;
      table.columns[at].numeric = true;
      table.columns[at].decimals = decimals;
    }
  }

  std::string peers_title(const Card& card) const {
    const auto found = std::ranges::find(input_.sheet.peers, card.subject.peers, &catalog::Peers::id);
    return found == input_.sheet.peers.end() ? "" : found->title.zh;
  }

  Cell total_cell(const Card& card) {
    if (!card.complete()) return text_cell(total_words(card));
    return number_cell(card.low, origin(card, "total", "总分", "各项得分 − 扣分 + 加分"));
  }

  void add_ranking() {
    heading("ranking", "名次");
    const auto complete = std::ranges::count_if(input_.cards, &Card::complete);
    const auto all = static_cast<std::ptrdiff_t>(input_.cards.size());
    std::string words = fmt::format("本表考核 {} 个对象，", all);
    words += complete == all
                 ? "各项都有数据。"
                 : fmt::format(
                       "其中 {} "
                       "个尚有考核项没有数据：没有数据的项不得分也不失分，总分、等级和名次给出可能的范围。",
                       all - complete);
    paragraph({text_run(words + "名次见"), reference_run("ranking-table"),
               text_run("。总分相同的名次并列，其后的名次顺延；发生否决事项的列在最后。")});
    Table table = plain_table("ranking-table", "名次与等级",
                              {{"名次", 1},
                               {"对象", 2},
                               {"组", 2},
                               {"组内名次", 1.2},
                               {"已知得分", 1.2},
                               {"已知满分", 1.2},
                               {"总分", 1.6},
                               {"等级", 1}});
    numeric(table, {4, 5, 6}, input_.sheet.decimals);
    table.unit = "分";
    for (const Card* card : ordered()) {
      add_row(table,
              {text_cell(place_words(card->among_all) + (card->among_all.ties.empty() ? "" : "（并列）")),
               text_cell(card->subject.title.zh), text_cell(peers_title(*card)),
               text_cell(place_words(card->among_peers)),
               number_cell(card->known_points, origin(*card, "known", "已知得分", "有数据的各项得分之和")),
               number_cell(card->known_maximum, origin(*card, "maximum", "已知满分", "有数据的各项分值之和")),
               total_cell(*card), text_cell(grade_words(*card))});
      if (card->vetoed) table.notes.push_back(card->subject.title.zh + "发生否决事项，直接评为最低等次。");
    }
    document_.blocks.push_back(std::move(table));
  }

  std::vector<const Card*> ordered() const {
    std::vector<const Card*> out;
    for (const Card& card : input_.cards) out.push_back(&card);
    std::ranges::stable_sort(out, {}, [](const Card* card) {
      return std::pair{card->among_all.best, card->among_all.worst};
    });
    return out;
  }

  std::string tied(const plan::Place& place) const {
    if (place.ties.empty()) return "";
    std::vector<std::string> names;
    for (const Card& card : input_.cards) {
      if (std::ranges::find(place.ties, card.subject.code) != place.ties.end())
        names.push_back(card.subject.title.zh);
    }
    return "，与" + join(names, "、") + "并列";
  }

  std::string summary(const Card& card) const {
    const std::string places =
        fmt::format("{}组内第 {} 名（共 {} 个{}），全部对象中第 {} 名（共 {} 个{}）。", peers_title(card),
                    place_words(card.among_peers), card.among_peers.of, tied(card.among_peers),
                    place_words(card.among_all), card.among_all.of, tied(card.among_all));
    if (card.complete())
      return fmt::format("总分 {} 分，等级 {}。{}{}", total_words(card), grade_words(card),
                         card.vetoed ? "因发生否决事项，直接评为最低等次。" : "", places);
    const auto open = std::ranges::count_if(card.items, [](const ItemScore& score) { return !score.points; });
    return fmt::format("已知得分 {} 分，已知满分 {} 分；{} 项没有数据，总分在 {} 分之间，等级 {}，{}",
                       card.known_points.to_string(), card.known_maximum.to_string(), open, total_words(card),
                       card.best_grade == card.worst_grade ? card.best_grade + "（已可确定）"
                                                           : grade_words(card) + "，尚不评定",
                       places);
  }

  void add_sheet(const Card& card) {
    heading("sheet-" + card.subject.code, card.subject.title.zh);
    const std::string id = "items-" + card.subject.code;
    paragraph({text_run(summary(card) + "各项见"), reference_run(id), text_run("。")});
    Table table = plain_table(
        id, card.subject.title.zh + "考核表",
        {{"考核项", 3.4}, {"分值", 0.9}, {"数值", 2.3}, {"得分", 0.9}, {"失分", 0.9}, {"依据", 4.2}});
    numeric(table, {1, 3, 4}, input_.sheet.decimals);
    table.unit = "分";
    registry_.enter(id);
    for (const auto& group : input_.sheet.groups) add_group_rows(table, card, group);
    add_total(table, card);
    if (input_.sheet.note.zh.size() > 0) table.notes.push_back(input_.sheet.note.zh);
    document_.blocks.push_back(std::move(table));
  }

  void add_group_rows(Table& table, const Card& card, const catalog::ItemGroup& group) {
    bool headed = false;
    for (const ItemScore& score : card.items) {
      if (score.item->group != group.id) continue;
      if (!headed) add_group(table, group.title.zh);
      headed = true;
      const bool scored = score.item->scored();
      const bool counts = score.points && score.item->rule != catalog::Rule::kVeto;
      const bool lost = counts && !score.lost().is_zero();
      std::string value = score.shown;
      if (score.value && score.value->inferred) value += "（推算）";
      add_row(
          table,
          {text_cell(score.item->title.zh),
           scored ? text_cell(score.item->points.rounded(input_.sheet.decimals).to_string()) : Cell{},
           score.shown.empty() ? missing() : text_cell(value),
           counts ? points_cell(card, score, "points", *score.points) : Cell{},
           lost ? points_cell(card, score, "lost", score.lost()) : Cell{}, text_cell(score.reason.words.zh)});
    }
  }

  void add_total(Table& table, const Card& card) {
    TableRow row;
    row.kind = TableRow::Kind::kTotal;
    Decimal lost;
    for (const ItemScore& score : card.items) lost = lost + score.lost();
    row.cells = {text_cell("合计"),
                 text_cell(input_.sheet.total.rounded(input_.sheet.decimals).to_string()),
                 Cell{},
                 total_cell(card),
                 number_cell(lost, origin(card, "lost", "失分合计", "各项失分与扣分之和")),
                 text_cell("等级 " + grade_words(card))};
    table.body.push_back(std::move(row));
  }

  void add_rules() {
    heading("rules", "计分规则");
    std::vector<std::string> bands;
    for (const auto& band : input_.sheet.bands)
      bands.push_back(fmt::format("{} 级 {} 分起", band.grade, band.from.to_string()));
    paragraph(
        {text_run(fmt::format("满分 {} 分，各项得分四舍五入到 {} 位小数后相加；{}。各项规则见",
                              input_.sheet.total.to_string(), input_.sheet.decimals, join(bands, "，"))),
         reference_run("rules-table"), text_run("。")});
    Table table = plain_table("rules-table", input_.sheet.title.zh + "计分规则",
                              {{"考核项", 3}, {"分值", 0.9}, {"规则", 5}, {"证明", 2}});
    table.columns[1].align = Align::kRight;
    for (const auto& item : input_.sheet.items)
      add_row(table, std::vector<std::string>{item.title.zh, item.scored() ? item.points.to_string() : "",
                                              plan::rule_words(input_.catalog, item).zh, item.note.zh});
    document_.blocks.push_back(std::move(table));
  }

  const AssessmentPaperInput& input_;
  Document& document_;
  Registry registry_;
};

}  // namespace

Document assessment_paper(const AssessmentPaperInput& input) {
  Document document;
  const auto& district = input.catalog.district;
  document.report = "assessment-" + input.sheet.id;
  document.title = fmt::format("{} 年度{}{}", input.year, district.title.zh, input.sheet.title.zh);
  document.district = district.title.zh;
  document.district_full = district.full.zh;
  document.district_code = district.code;
  document.year = input.year;
  document.simulated = district.simulated || std::ranges::any_of(input.cards, &Card::simulated);
  for (const Card& card : input.cards) {
    if (card.subject.code == input.subject) document.edition = card.subject.title.zh;
  }
  document.engine = std::string("zhiheng ") + kVersion;
  document.generated_from = input.files;
  AssessmentPages(input, document).make();
  number_headings(document);
  Diagnostics diagnostics;
  settle_references(document, {}, diagnostics);
  diagnostics.throw_if_errors();
  return document;
}

}  // namespace zhiheng::report

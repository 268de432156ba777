#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/assess_view.h"
#include "cli/table.h"
#include "report/assessment_words.h"

namespace zhiheng::cli {
namespace {

using report::grade_words;
using report::place_words;
using report::points_words;
using report::total_words;

constexpr const char* kGreen = "32";
constexpr const char* kYellow = "33";
constexpr const char* kRed = "31";
constexpr const char* kGrey = "90";

std::string head(const Assessment& assessment) {
  return fmt::format("{} {}（{}）{}\n", assessment.inputs.year, assessment.sheet->title.zh,
                     assessment.sheet->title.en,
                     assessment.simulated() ? "\n※ 模拟数据，不是实际数据 SIMULATED DATA" : "");
}

const catalog::Title& peers_title(const Assessment& assessment, const plan::Card& card) {
  return std::ranges::find(assessment.sheet->peers, card.subject.peers, &catalog::Peers::id)->title;
}

/// The grade that is settled decides the colour.
std::string colour_of(const Assessment& assessment, const plan::Card& card) {
  if (card.best_grade != card.worst_grade) return kGrey;
  if (card.best_grade == assessment.sheet->bands.front().grade) return kGreen;
  return card.best_grade == assessment.sheet->bands.back().grade ? kRed : "";
}

std::string tied(const plan::Place& place) { return place.ties.empty() ? "" : "="; }

std::string item_colour(const plan::ItemScore& score) {
  if (!score.points) return kGrey;
  if (score.event) return kRed;
  return score.lost().is_zero() ? "" : kYellow;
}

std::vector<TableCell> item_row(const plan::ItemScore& score) {
  const bool veto = score.item->rule == catalog::Rule::kVeto;
  const bool lost = !score.lost().is_zero();
  return {{score.item->id, ""},
          {score.item->title.zh, ""},
          {score.item->scored() ? score.item->points.to_string() : "", ""},
          {score.shown.empty() ? "—" : score.shown + (score.value->simulated ? " ※" : ""), ""},
          {veto ? "" : points_words(score), ""},
          {lost ? score.lost().to_string() : "", kYellow},
          {score.reason.words.zh, item_colour(score)}};
}

std::string summary(const plan::Card& card) {
  std::string out = fmt::format("总分 total {} · 等级 grade {}", total_words(card), grade_words(card));
  if (!card.complete())
    out += fmt::format(" · 已知 known {}/{}，未完整，不评定 incomplete", card.known_points.to_string(),
                       card.known_maximum.to_string());
  if (card.vetoed) out += " · 一票否决 veto";
  return out + fmt::format("\n组内 among peers {}{}/{} · 全部 among all {}{}/{}\n",
                           place_words(card.among_peers), tied(card.among_peers), card.among_peers.of,
                           place_words(card.among_all), tied(card.among_all), card.among_all.of);
}

std::string arrow(const std::string& before, const std::string& after) {
  return before == after ? before : before + " → " + after;
}

}  // namespace

std::string ranking_text(const Assessment& assessment, int width, bool colours) {
  std::vector<const plan::Card*> cards;
  for (const auto& card : assessment.cards) cards.push_back(&card);
  std::ranges::stable_sort(cards, {}, [](const plan::Card* card) {
    return std::pair{card->among_all.best, card->among_all.worst};
  });
  std::vector<std::vector<TableCell>> rows;
  for (const plan::Card* card : cards) {
    rows.push_back({{place_words(card->among_all) + tied(card->among_all), ""},
                    {card->subject.code, ""},
                    {card->subject.title.zh, ""},
                    {peers_title(assessment, *card).zh, ""},
                    {place_words(card->among_peers) + tied(card->among_peers), ""},
                    {card->known_points.to_string() + "/" + card->known_maximum.to_string(), ""},
                    {card->deducted.is_zero() ? "" : "-" + card->deducted.to_string(), ""},
                    {card->bonus.is_zero() ? "" : "+" + card->bonus.to_string(), ""},
                    {total_words(*card), ""},
                    {grade_words(*card) + (card->vetoed ? " 否决 veto" : ""), colour_of(assessment, *card)}});
  }
  const auto complete = std::ranges::count_if(assessment.cards, &plan::Card::complete);
  std::string out = head(assessment);
  out += fitted_table({{"名次 place", true, false},
                       {"id", false, false},
                       {"对象", false, true},
                       {"组 peers", false, true},
                       {"组内", true, false},
                       {"已知 known", true, false},
                       {"扣分", true, false},
                       {"加分", true, false},
                       {"总分 total", true, false},
                       {"等级 grade", false, false}},
                      rows, width, colours);
  out += "= 并列 tied\n";
  if (complete < static_cast<std::ptrdiff_t>(assessment.cards.size()))
    out += fmt::format(
        "{} 个对象中 {} 个各项齐全；其余的总分、等级、名次是可能的范围。\n{} of {} are complete; for the "
        "others total, grade and place "
        "are what is still possible.\n",
        assessment.cards.size(), complete, complete, assessment.cards.size());
  return out;
}

std::string sheet_text(const Assessment& assessment, const plan::Card& card, int width, bool colours) {
  std::vector<std::vector<TableCell>> rows;
  for (const auto& score : card.items) rows.push_back(item_row(score));
  return head(assessment) +
         fmt::format("{}（{}）· {}\n", card.subject.title.zh, card.subject.title.en,
                     peers_title(assessment, card).zh) +
         fitted_table({{"id", false, false},
                       {"考核项 item", false, true},
                       {"分值", true, false},
                       {"数值 value", false, true},
                       {"得分", true, false},
                       {"失分", true, false},
                       {"依据 because", false, true}},
                      rows, width, colours) +
         summary(card);
}

std::string differences_text(const std::vector<plan::CardDifference>& differences, int width, bool colours) {
  std::vector<std::vector<TableCell>> rows;
  for (const auto& each : differences) {
    rows.push_back(
        {{each.before->subject.title.zh, ""},
         {"总分 total", ""},
         {arrow(total_words(*each.before), total_words(*each.after)), ""},
         {fmt::format("等级 {} · 名次 {}", arrow(grade_words(*each.before), grade_words(*each.after)),
                      arrow(place_words(each.before->among_all), place_words(each.after->among_all))),
          ""}});
    for (const auto& [before, after] : each.items)
      rows.push_back(
          {{"", ""},
           {before->item->id, ""},
           {arrow(before->points ? points_words(*before) : "—", after->points ? points_words(*after) : "—"),
            kYellow},
           {arrow(before->shown.empty() ? "—" : before->shown, after->shown) + "：" + after->reason.words.zh,
            ""}});
  }
  if (rows.empty()) return "没有变化 nothing changes\n";
  return "假设 what if\n" + fitted_table({{"对象", false, false},
                                          {"考核项 item", false, false},
                                          {"得分 points", false, false},
                                          {"说明", false, true}},
                                         rows, width, colours);
}

}  // namespace zhiheng::cli

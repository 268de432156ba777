// The year at a glance.
#include <algorithm>
#include <set>

#include "plan/demand.h"
#include "report/format.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/state.h"
#include "stats/proportion.h"
#include "views/day.h"
#include "views/definition_json.h"
#include "views/plan_json.h"
#include "views/task_json.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kShownOfDomain = 8;
constexpr std::size_t kShownChanges = 12;
constexpr int kRemindWithin = 20;  // working days

/// A target as judged at the end of the year that is shown.
struct Judged {
  const catalog::Plan* plan = nullptr;
  plan::Progress progress;
};

struct Glance {
  const District& district;
  int year;
  std::map<std::string, Judged> targets;  // by indicator

  const measure::Change* change(const std::string& id) const {
    const auto found = district.changes.find({id, year});
    return found == district.changes.end() ? nullptr : &found->second;
  }
};

/// Of several targets the one that is due first, and not before the year.
void judge_targets(Glance& glance) {
  for (const auto& [name, plan] : glance.district.catalog.plans) {
    const auto book = glance.district.series(plan, glance.year);
    for (auto& progress : plan::judge_plan(glance.district.catalog, plan, book, glance.year)) {
      Judged& known = glance.targets[progress.target->indicator];
      const bool sooner =
          known.plan == nullptr || (known.progress.target->by < glance.year) ||
          (progress.target->by >= glance.year && progress.target->by < known.progress.target->by);
      if (sooner) known = {&plan, std::move(progress)};
    }
  }
}

/// Whether the change is more than chance: of shares only, null of all others.
Json is_real(const measure::Value* now, const measure::Value* before) {
  if (now == nullptr || before == nullptr || now->kind != catalog::Kind::kRate) return {};
  const auto share = [](const measure::Value& value) -> std::optional<stats::Share> {
    if (!value.numerator || !value.denominator) return std::nullopt;
    const stats::Share out{static_cast<std::int64_t>(value.numerator->rounded(0).mantissa()),
                           static_cast<std::int64_t>(value.denominator->rounded(0).mantissa())};
    return out.hits < 0 || out.hits > out.of ? std::nullopt : std::optional(out);
  };
  const auto a = share(*before), b = share(*now);
  if (!a || !b) return {};
  const auto found = stats::compare(*a, *b).change;
  return found == stats::Change::kTooFew ? Json() : Json(found != stats::Change::kNotShown);
}

Json change_json(const Glance& glance, const catalog::Indicator& indicator) {
  const auto* change = glance.change(indicator.id);
  if (change == nullptr) return {};
  Json better;
  if (!change->exact.is_zero() && (indicator.better == "more" || indicator.better == "less"))
    better = change->exact.is_negative() == (indicator.better == "less");
  return {{"value", change->exact.rounded(change->decimals).to_string()},
          {"unit", change->unit},
          {"text", report::format_change_cell(*change).text + report::format_change_cell(*change).unit},
          {"better", better},
          {"real", is_real(glance.district.value(indicator.id, glance.year),
                           glance.district.value(indicator.id, glance.year - 1))}};
}

Json target_json(const Glance& glance, const std::string& indicator) {
  const auto found = glance.targets.find(indicator);
  if (found == glance.targets.end()) return {};
  const auto& [plan, progress] = found->second;
  const Json whole = views::target_json(glance.district.catalog, *plan, *progress.target);
  return {{"plan", plan->id},      {"target", whole["id"]},
          {"op", whole["demand"]}, {"value", whole["value"]},
          {"unit", whole["unit"]}, {"text", whole["words"]},
          {"by", whole["by"]},     {"status", plan::to_string(progress.status)}};
}

Json series_json(const Glance& glance, const std::string& id) {
  Json out = Json::array();
  const auto found = glance.district.values.find(id);
  if (found == glance.district.values.end()) return out;
  for (const auto& each : found->second) {
    if (each.area.empty())
      out.push_back({{"year", each.year}, {"value", report::format_value(each.value).value.to_string()}});
  }
  return out;
}

Json indicator_json(const Glance& glance, const catalog::Indicator& indicator) {
  return {{"id", indicator.id},
          {"title", views::title_json(indicator.title)},
          {"value", value_json(glance.district.value(indicator.id, glance.year),
                               glance.district.catalog.district.simulated)},
          {"change", change_json(glance, indicator)},
          {"target", target_json(glance, indicator.id)},
          {"series", series_json(glance, indicator.id)}};
}

/// What says most first: a target with a value, a target, a direction with a value.
int rank(const Glance& glance, const catalog::Indicator& indicator) {
  const bool has_value = glance.district.value(indicator.id, glance.year) != nullptr;
  if (glance.targets.contains(indicator.id)) return has_value ? 0 : 1;
  return has_value ? (indicator.better.empty() ? 3 : 2) : 4;
}

Json domains_json(const Glance& glance) {
  Json out = Json::array();
  const auto& catalog = glance.district.catalog;
  const auto* list = catalog.code_list("domain");
  for (const auto& code : list == nullptr ? std::vector<catalog::Code>() : list->codes) {
    std::vector<const catalog::Indicator*> own;
    for (const auto& [id, indicator] : catalog.indicators) {
      if (indicator.domain == code.code) own.push_back(&indicator);
    }
    if (own.empty()) continue;
    Json domain{{"id", code.code}, {"title", views::title_json(code.title)}, {"total", own.size()}};
    std::ranges::stable_sort(own, {}, [&](const auto* each) { return rank(glance, *each); });
    domain["indicators"] = Json::array();
    for (const auto* indicator : own) {
      if (domain["indicators"].size() == kShownOfDomain || rank(glance, *indicator) > 2) break;
      domain["indicators"].push_back(indicator_json(glance, *indicator));
    }
    out.push_back(std::move(domain));
  }
  return out;
}

/// The largest changes in percent of what has a direction.
Json changed_json(const Glance& glance) {
  std::vector<std::pair<Decimal, const catalog::Indicator*>> found;
  for (const auto& [id, indicator] : glance.district.catalog.indicators) {
    const auto* change = glance.change(id);
    if (change != nullptr && !indicator.better.empty() && change->form == measure::Change::Form::kPercent)
      found.emplace_back(change->exact.abs(), &indicator);
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return b.first < a.first; });
  Json out = Json::array();
  for (std::size_t i = 0; i < std::min(found.size(), kShownChanges); ++i) {
    const auto& indicator = *found[i].second;
    const Json change = change_json(glance, indicator);
    out.push_back({{"indicator", indicator.id},
                   {"title", views::title_json(indicator.title)},
                   {"text", change["text"]},
                   {"change", change}});
  }
  return out;
}

/// What a plan that runs in the year wants and nobody has reported.
Json missing_json(const Glance& glance) {
  Json out = Json::array();
  std::set<std::string> seen;
  for (const auto& [name, plan] : glance.district.catalog.plans) {
    if (glance.year < plan.period.from || glance.year > plan.period.to) continue;
    for (const auto& target : plan.targets) {
      if (glance.district.value(target.indicator, glance.year) != nullptr ||
          !seen.insert(target.indicator).second)
        continue;
      const auto& indicator = *glance.district.catalog.indicator(target.indicator);
      out.push_back({{"indicator", indicator.id},
                     {"title", views::title_json(indicator.title)},
                     {"owner", indicator.owner}});
    }
  }
  return out;
}

/// Tasks that are overdue or due soon, today.
Json due_json(const Glance& glance) {
  Json out = Json::array();
  const auto& catalog = glance.district.catalog;
  const views::JudgeOptions options{views::day_or_today(""), false, 1, false};
  for (const auto& [name, plan] : catalog.plans) {
    const auto book =
        views::task_book_of(catalog, plan, glance.district.series(plan, views::complete_year(options.day)),
                            glance.district.calendar, options);
    std::set<const plan::TaskYear*> seen;
    for (const auto& reminder : plan::reminders(book, catalog.code_list("department"), kRemindWithin)) {
      if (!seen.insert(reminder.item).second) continue;
      const auto& task = *reminder.item->task;
      out.push_back({{"plan", name},
                     {"task", task.id},
                     {"title", views::title_json(task.title)},
                     {"due", reminder.item->due.to_string()},
                     {"state", plan::to_string(reminder.item->state)},
                     {"owners", task.owners}});
    }
  }
  return out;
}

/// The last year that the district reports on; where it says none, the last of those with the most values.
int usual_year(const District& district) {
  if (!district.catalog.district.years.empty()) return district.catalog.district.years.rbegin()->first;
  std::map<int, int> counts;
  for (const auto& [id, values] : district.values) {
    for (const auto& each : values) ++counts[each.year];
  }
  int best = 0;
  for (const auto& [year, count] : counts) {
    if (best == 0 || count >= counts[best]) best = year;
  }
  return best;
}

}  // namespace

Answer get_overview(const Call& call) {
  const District& district = call.district();
  Glance glance{district, call.number("year", usual_year(district)), {}};
  judge_targets(glance);
  const auto& about = district.catalog.district;
  return json_answer({{"district", {{"id", about.id}, {"title", views::title_json(about.title)}}},
                      {"simulated", about.simulated},
                      {"year", glance.year},
                      {"years", district.years},
                      {"domains", domains_json(glance)},
                      {"changed", changed_json(glance)},
                      {"missing", missing_json(glance)},
                      {"due", due_json(glance)}});
}

}  // namespace zhiheng::serve

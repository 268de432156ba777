#include "catalog/norms.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "read/csv.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kNoColumn{"norms.no-column", "缺少列 {}", "the column {} is missing"};
constexpr ErrorCode kBadValue{"norms.bad-value", "{} 列的 {} 不对；应为 {}",
                              "{}: {} is wrong; it must be {}"};
constexpr ErrorCode kUnknownEdition{"norms.unknown-edition", "editions.csv 没有版本 {}",
                                    "there is no edition {} in editions.csv"};
constexpr ErrorCode kOverlap{"norms.overlap", "{} 与 {} 同日有效", "{} and {} hold on one day"};
constexpr ErrorCode kNotRising{"norms.not-rising", "{} 的 {} 分指数表须从 0 起逐行递增，至少两行",
                               "the table of {} for {} must rise from 0, with at least two rows"};
constexpr ErrorCode kTwice{"norms.twice", "{} 写了两次", "{} stands twice"};
constexpr std::int64_t kMostCount = 1000000000000;

/// One file of catalog/norms, read cell by cell under the names of its head.
class Table {
 public:
  Table(const Home& home, const std::string& name, Diagnostics& diagnostics)
      : diagnostics_(diagnostics),
        file_(read::read_csv(home.folder + "/catalog/norms/" + name, "catalog/norms/" + name, diagnostics)) {}

  /// Calls `take` with this table at each row.
  template <typename Take>
  void each(Take take) {
    for (const auto& row : file_.rows) {
      row_ = &row;
      take(*this);
    }
  }

  std::vector<std::string> heads() const {
    std::vector<std::string> names;
    for (const auto& cell : file_.header) names.push_back(cell.text);
    return names;
  }

  std::string text(const std::string& name) { return cell(name).text; }
  Location where(const std::string& name) { return {file_.path, cell(name).line, cell(name).column}; }
  bool yes(const std::string& name) { return word(name, {"no", "yes"}) == "yes"; }

  std::string word(const std::string& name, const std::vector<std::string>& words) {
    const std::string found = text(name);
    if (std::ranges::find(words, found) != words.end()) return found;
    wrong(name, join(words, ", "));
    return words.front();
  }

  Decimal decimal(const std::string& name) {
    const auto value = Decimal::parse(text(name));
    if (!value || value->is_negative()) wrong(name, "一个不为负的数 a number, not negative");
    return value.value_or(Decimal());
  }

  std::int64_t count(const std::string& name) {
    const Decimal value = decimal(name);
    if (value.scale() == 0 && value < Decimal(kMostCount)) return static_cast<std::int64_t>(value.mantissa());
    wrong(name, "整数 a whole number");
    return 0;
  }

  std::optional<std::int64_t> optional_count(const std::string& name) {
    return text(name).empty() ? std::nullopt : std::optional(count(name));
  }

  Date date(const std::string& name) {
    const auto value = Date::parse(text(name));
    if (!value) wrong(name, "日期 a date: 2026-03-01");
    return value.value_or(Date());
  }

  std::optional<Date> optional_date(const std::string& name) {
    return text(name).empty() ? std::nullopt : std::optional(date(name));
  }

  /// The edition that the row belongs to; reported where editions.csv has none of that name.
  std::string edition(const Norms& norms) {
    const std::string name = text("edition");
    if (norms.edition(name) == nullptr) report(kUnknownEdition, "edition", {name});
    return name;
  }

  void report(const ErrorCode& code, const std::string& name, const std::vector<std::string>& args) {
    diagnostics_.add(code, where(name), args);
  }

 private:
  const read::CsvCell& cell(const std::string& name) {
    static const read::CsvCell kNone;
    const auto found = std::ranges::find(file_.header, name, &read::CsvCell::text);
    if (found != file_.header.end()) return (*row_)[static_cast<size_t>(found - file_.header.begin())];
    if (std::ranges::find(missing_, name) == missing_.end()) {
      diagnostics_.add(kNoColumn, {file_.path, 1, 0}, {name});
      missing_.push_back(name);
    }
    return kNone;
  }

  void wrong(const std::string& name, const std::string& must) {
    if (std::ranges::find(missing_, name) == missing_.end())
      report(kBadValue, name, {name, text(name), must});
  }

  Diagnostics& diagnostics_;
  read::CsvFile file_;
  const std::vector<read::CsvCell>* row_ = nullptr;
  std::vector<std::string> missing_;
};

void read_editions(Norms& norms, Table table) {
  table.each([&](Table& row) {
    NormEdition edition{row.text("edition"),
                        row.word("kind", {"aqi", "lots", "supervision", "small-population"}),
                        {row.text("title_zh"), row.text("title_en")},
                        row.date("valid_from"),
                        row.optional_date("valid_to"),
                        row.text("source"),
                        row.yes("verified"),
                        {row.text("licence_zh"), row.text("licence_en")}};
    if (norms.edition(edition.name) != nullptr) row.report(kTwice, "edition", {edition.name});
    for (const NormEdition& other : norms.editions) {
      const bool apart = (other.to && *other.to < edition.from) || (edition.to && *edition.to < other.from);
      if (other.kind == edition.kind && !apart) row.report(kOverlap, "edition", {edition.name, other.name});
    }
    if (edition.kind == "aqi")
      norms.aqi.push_back({edition.name, edition.from, edition.to, {}, {}, edition.verified});
    norms.editions.push_back(std::move(edition));
  });
}

stats::AqiEdition* aqi_edition(Norms& norms, const std::string& name) {
  const auto found = std::ranges::find(norms.aqi, name, &stats::AqiEdition::name);
  return found == norms.aqi.end() ? nullptr : &*found;
}

stats::AqiUse use_of(const std::string& word) {
  if (word == "both") return stats::AqiUse::kBoth;
  return word == "hourly" ? stats::AqiUse::kHourly : stats::AqiUse::kDaily;
}

void read_aqi_points(Norms& norms, Table table) {
  table.each([&](Table& row) {
    stats::AqiEdition* edition = aqi_edition(norms, row.edition(norms));
    if (edition == nullptr) return;
    const std::string pollutant = row.text("pollutant"), average = row.text("average");
    auto scale = std::ranges::find_if(edition->scales, [&](const stats::AqiScale& each) {
      return each.pollutant == pollutant && each.average == average;
    });
    if (scale == edition->scales.end()) {
      const auto use = use_of(row.word("use", {"daily", "hourly", "both"}));
      scale = edition->scales.insert(scale, {pollutant, average, use, row.text("unit"), {}});
    }
    const stats::AqiPoint point{static_cast<int>(row.count("iaqi")), row.decimal("concentration"),
                                row.yes("verified")};
    const bool rises = scale->points.empty() ? point.iaqi == 0 && point.concentration.is_zero()
                                             : scale->points.back().iaqi < point.iaqi &&
                                                   scale->points.back().concentration < point.concentration;
    if (rises)
      scale->points.push_back(point);
    else
      row.report(kNotRising, "concentration", {edition->name, pollutant + " " + average});
  });
  for (auto& edition : norms.aqi)  // a table of one point makes no line; its mistake is told above
    std::erase_if(edition.scales, [](const auto& scale) { return scale.points.size() < 2; });
}

void read_aqi_classes(Norms& norms, Table table) {
  table.each([&](Table& row) {
    stats::AqiEdition* edition = aqi_edition(norms, row.edition(norms));
    if (edition == nullptr) return;
    const auto upto = row.optional_count("upto");
    edition->classes.push_back({static_cast<int>(row.count("class")),
                                upto ? std::optional(static_cast<int>(*upto)) : std::nullopt, row.text("zh"),
                                row.text("en"), row.text("colour")});
  });
}

void read_letters(Norms& norms, Table table) {
  const std::vector<std::string> fixed{"edition", "from", "to", "verified"};
  table.each([&](Table& row) {
    auto& tables = norms.plans[row.edition(norms)];
    tables.edition = row.text("edition");
    stats::LetterRow letters{row.count("from"), row.optional_count("to"), {}, row.yes("verified")};
    for (const auto& head : row.heads())
      if (std::ranges::find(fixed, head) == fixed.end()) letters.letters[head] = row.text(head);
    tables.letters.push_back(std::move(letters));
  });
}

stats::MasterTable& master_of(Norms& norms, Table& row) {
  const std::string edition = row.edition(norms),
                    word = row.word("inspection", {"normal", "tightened", "reduced"});
  return norms.plans[edition].masters[*stats::parse_inspection(word)];
}

void read_sizes(Norms& norms, Table table) {
  table.each([&](Table& row) {
    master_of(norms, row).rows.push_back({row.text("letter"), row.count("n"), row.yes("verified"), {}});
  });
}

void read_cells(Norms& norms, Table table) {
  table.each([&](Table& row) {
    auto& rows = master_of(norms, row).rows;
    const auto found = std::ranges::find(rows, row.text("letter"), &stats::MasterTable::Row::letter);
    if (found == rows.end()) {
      row.report(kBadValue, "letter", {"letter", row.text("letter"), "sampling_sizes.csv"});
      return;
    }
    const std::string arrow = row.word("arrow", {"", "down", "up"});
    stats::PlanCell cell;
    cell.kind = arrow.empty()     ? stats::PlanCell::Kind::kPlan
                : arrow == "down" ? stats::PlanCell::Kind::kDown
                                  : stats::PlanCell::Kind::kUp;
    if (arrow.empty()) {
      cell.accept = static_cast<int>(row.count("ac"));
      cell.refuse = static_cast<int>(row.count("re"));
    }
    cell.verified = row.yes("verified");
    if (!found->cells.emplace(row.decimal("aql"), cell).second) row.report(kTwice, "aql", {row.text("aql")});
  });
}

void read_switching(Norms& norms, Table table) {
  table.each([&](Table& row) {
    const auto number = [&](const char* name) { return static_cast<int>(row.count(name)); };
    norms.switching[row.edition(norms)] = {number("refused_to_tighten"), number("within_lots"),
                                           number("accepted_to_normal"), number("refused_to_stop"),
                                           number("score_to_reduce"),    number("score_few"),
                                           number("score_many")};
  });
}

void read_supervision(Norms& norms, Table table) {
  table.each([&](Table& row) {
    norms.supervision[row.edition(norms)] = {row.decimal("wrongly_refuted").to_double(),
                                             row.decimal("missed").to_double()};
  });
}

void read_small_numbers(Norms& norms, Table table) {
  table.each([&](Table& row) {
    norms.small_numbers = stats::SmallNumbers{row.count("least_base"), row.count("least_cell")};
  });
}

}  // namespace

const NormEdition* Norms::edition(const std::string& name) const {
  const auto found = std::ranges::find(editions, name, &NormEdition::name);
  return found == editions.end() ? nullptr : &*found;
}

const NormEdition* Norms::in_force(const std::string& kind, Date day) const {
  const auto found = std::ranges::find_if(editions, [&](const NormEdition& each) {
    return each.kind == kind && each.from <= day && (!each.to || day <= *each.to);
  });
  return found == editions.end() ? nullptr : &*found;
}

Norms load_norms(const Home& home, Diagnostics& diagnostics) {
  Norms norms;
  const auto table = [&](const char* name) { return Table(home, name, diagnostics); };
  read_editions(norms, table("editions.csv"));
  read_aqi_points(norms, table("aqi_breakpoints.csv"));
  read_aqi_classes(norms, table("aqi_classes.csv"));
  read_letters(norms, table("sampling_letters.csv"));
  read_sizes(norms, table("sampling_sizes.csv"));
  read_cells(norms, table("sampling_plans.csv"));
  read_switching(norms, table("sampling_rules.csv"));
  read_supervision(norms, table("supervision_rules.csv"));
  read_small_numbers(norms, table("small_numbers.csv"));
  return norms;
}

stats::SmallNumbers load_small_numbers(const Home& home, Diagnostics& diagnostics) {
  Norms norms;
  read_small_numbers(norms, Table(home, "small_numbers.csv", diagnostics));
  return norms.small_numbers.value_or(stats::SmallNumbers{});
}

}  // namespace zhiheng::catalog

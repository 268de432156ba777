#include "audit/waivers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "read/csv.h"

namespace zhiheng::audit {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kColumns{"waiver.columns", "表头应为 id,reason,who,when 四列，现为 {}",
                             "the header must have the columns id,reason,who,when and no others; it is {}"};
constexpr ErrorCode kEmpty{"waiver.empty", "{} 一格为空", "the cell {} is empty"};
constexpr ErrorCode kDay{"waiver.day", "{} 不是日期；应写作 2024-05-31",
                         "{} is not a date; write it as 2024-05-31"};
constexpr ErrorCode kRepeated{"waiver.repeated", "{} 已豁免", "{} is waived already"};
constexpr ErrorCode kIncomplete{"waiver.incomplete", "豁免须写明编号、理由、经办人和日期（{}）",
                                "a waiver needs an id, a reason, who and when ({})"};
constexpr ErrorCode kUnwritable{"waiver.unwritable", "无法写入：{}。原有豁免未改动",
                                "can't be written: {}. The former waivers are untouched"};

constexpr std::array<const char*, 4> kNames{"id", "reason", "who", "when"};
using Order = std::array<size_t, kNames.size()>;  // where in a row each of kNames stands

/// Columns of a waiver in the order of kNames.
std::array<std::string*, kNames.size()> cells_of(Waiver& waiver) {
  return {&waiver.id, &waiver.reason, &waiver.who, &waiver.when};
}
std::array<const std::string*, kNames.size()> cells_of(const Waiver& waiver) {
  return {&waiver.id, &waiver.reason, &waiver.who, &waiver.when};
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](size_t from, size_t length) {
    int value = -1;
    const char* end = text.data() + from + length;
    return std::from_chars(text.data() + from, end, value).ptr == end ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day{std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))}
      .ok();
}

bool order_of(const read::CsvFile& file, Diagnostics& diagnostics, Order& order) {
  std::vector<std::string> names;
  for (const auto& cell : file.header) names.emplace_back(trim(cell.text));
  for (size_t i = 0; i < kNames.size(); ++i) {
    const auto at = std::ranges::find(names, kNames[i]);
    if (at == names.end() || names.size() != kNames.size()) {
      diagnostics.add(kColumns, {file.path, file.header[0].line, 1}, {join(names, ",")});
      return false;
    }
    order[i] = static_cast<size_t>(at - names.begin());
  }
  return true;
}

/// Reads one row; false when it has a mistake, which is added.
bool read_row(const std::vector<read::CsvCell>& row, const Order& order, const std::string& shown,
              Diagnostics& diagnostics, Waiver& waiver) {
  bool ok = true;
  waiver.where = {shown, row[0].line, row[0].column};
  for (size_t i = 0; i < kNames.size(); ++i) {
    const read::CsvCell& cell = row[order[i]];
    std::string& text = *cells_of(waiver)[i];
    text = trim(cell.text);
    if (!text.empty()) continue;
    diagnostics.add(kEmpty, {shown, cell.line, cell.column}, {kNames[i]});
    ok = false;
  }
  if (ok && !is_day(waiver.when)) {
    const read::CsvCell& cell = row[order[3]];
    diagnostics.add(kDay, {shown, cell.line, cell.column}, {waiver.when});
    ok = false;
  }
  return ok;
}

bool has_place_in(const Finding& finding, size_t document) {
  return std::ranges::any_of(finding.spots, [&](const Spot& spot) { return spot.document == document; });
}

std::string quoted_cell(const std::string& text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string::npos;
  return plain ? text : "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

void check_new(const std::vector<Waiver>& waivers) {
  std::set<std::string> seen;
  for (const Waiver& waiver : waivers) {
    if (!seen.insert(waiver.id).second) throw Error(kRepeated, {}, {waiver.id});
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (trim(*cells_of(waiver)[i]).empty()) throw Error(kIncomplete, {}, {kNames[i]});
    }
    if (!is_day(waiver.when)) throw Error(kDay, {}, {waiver.when});
  }
}

/// The order of the columns of the file at `path`, whose rows must have no mistake and none of the new ids.
Order check_old(const std::string& path, const std::string& text, const std::vector<Waiver>& added) {
  Diagnostics diagnostics;
  const auto file = read::parse_csv(text, path, diagnostics);
  Order order{};
  if (!file.header.empty()) order_of(file, diagnostics, order);
  diagnostics.throw_if_errors();
  for (const Waiver& old : read_waivers(path, path, diagnostics)) {
    for (const Waiver& waiver : added) {
      if (waiver.id == old.id) throw Error(kRepeated, old.where, {old.id});
    }
  }
  diagnostics.throw_if_errors();
  return order;
}

void replace_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  std::error_code error;
  try {
    write_file(fresh, text);
    fs::rename(fresh, path, error);
  } catch (...) {
    std::error_code none;
    fs::remove(fresh, none);
    throw;
  }
  if (!error) return;
  std::error_code none;
  fs::remove(fresh, none);
  throw Error(kUnwritable, {path}, {error.message()}, 3);
}

}  // namespace

std::string waiver_path(const std::string& document) { return document + ".waivers.csv"; }

std::vector<Waiver> read_waivers(const std::string& path, const std::string& shown,
                                 Diagnostics& diagnostics) {
  std::vector<Waiver> waivers;
  std::error_code none;
  if (!fs::exists(path, none)) return waivers;
  const auto file = read::read_csv(path, shown, diagnostics);
  Order order{};
  if (file.header.empty() || !order_of(file, diagnostics, order)) return waivers;
  std::set<std::string> seen;
  for (const auto& row : file.rows) {
    Waiver waiver;
    if (!read_row(row, order, shown, diagnostics, waiver)) continue;
    if (seen.insert(waiver.id).second) {
      waivers.push_back(std::move(waiver));
    } else {
      diagnostics.add(kRepeated, waiver.where, {waiver.id});
    }
  }
  return waivers;
}

void apply_waivers(const std::vector<Waiver>& waivers, size_t document, Report& report) {
  auto& findings = report.results.findings;
  for (const Waiver& waiver : waivers) {
    const auto named = [&](const Finding& f) { return f.id == waiver.id && has_place_in(f, document); };
    bool matched = std::ranges::any_of(report.waived, [&](const Waived& w) { return named(w.finding); });
    for (Finding& finding : findings) {
      if (!named(finding)) continue;
      report.waived.push_back({finding, waiver});
      matched = true;
    }
    std::erase_if(findings, named);
    if (!matched) report.unmatched.push_back(waiver);
  }
}

void add_waivers(const std::string& path, const std::vector<Waiver>& waivers) {
  check_new(waivers);
  Order order{0, 1, 2, 3};
  std::string text;
  std::error_code none;
  if (fs::exists(path, none)) {
    text = read_file(path, path);
    order = check_old(path, text, waivers);
  } else {
    text = "\xEF\xBB\xBFid,reason,who,when\n";  // marked, so that spreadsheets read its Chinese
  }
  const std::string end = text.find("\r\n") != std::string::npos ? "\r\n" : "\n";
  if (!text.ends_with('\n')) text += end;
  for (const Waiver& waiver : waivers) {
    std::vector<std::string> row(kNames.size());
    for (size_t i = 0; i < kNames.size(); ++i) row[order[i]] = quoted_cell(*cells_of(waiver)[i]);
    text += join(row, ",") + end;
  }
  replace_file(path, text);
}

}  // namespace zhiheng::audit

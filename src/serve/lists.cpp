#include "serve/lists.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "report/format.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "serve/site.h"

namespace zhiheng::serve {
namespace {

constexpr int kPage = 50;
constexpr int kMostOnPage = 2000;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string text_of(const Json& item, const char* field) {
  const auto found = item.find(field);
  return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool has_words(const Json& item, const std::string& words) {
  if (words.empty()) return true;
  std::string text = text_of(item, "id");
  if (const auto title = item.find("title"); title != item.end())
    text += "\n" + text_of(*title, "zh") + "\n" + text_of(*title, "en");
  return lower(text).find(lower(words)) != std::string::npos;
}

/// What an item is sorted by: titles by their Chinese, values by their number.
Json sort_key(const Json& item, const std::string& field) {
  const auto found = item.find(field);
  if (found == item.end() || found->is_null()) return {};
  if (!found->is_object()) return *found;
  if (found->contains("zh")) return (*found)["zh"];
  if (found->contains("value")) {
    const auto number = Decimal::parse((*found)["value"].get<std::string>());
    return number ? Json(number->to_double()) : Json();
  }
  return {};
}

void sort_items(std::vector<const Json*>& items, const std::string& by) {
  const bool falls = by.starts_with('-');
  const std::string field = falls ? by.substr(1) : by;
  if (!items.empty() && !items.front()->contains(field))
    throw Error(kBadParameter, {}, {"sort", by, "列表中的字段 a field of the list"});
  std::vector<std::pair<Json, const Json*>> keyed;
  for (const Json* item : items) keyed.emplace_back(sort_key(*item, field), item);
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    if (a.first.is_null() || b.first.is_null()) return !a.first.is_null() && b.first.is_null();
    return falls ? b.first < a.first : a.first < b.first;
  });
  std::ranges::transform(keyed, items.begin(), [](const auto& each) { return each.second; });
}

std::size_t in_range(const Call& call, const char* name, int otherwise, int most) {
  const int value = call.number(name, otherwise);
  if (value < 1 || value > most)
    throw Error(kBadParameter, {}, {name, call.text(name), "1 … " + std::to_string(most)});
  return static_cast<std::size_t>(value);
}

/// Places of lines are for people; whether it is made up stands in a component of its own.
bool is_component(const report::PlainColumn& column) {
  return !column.id.starts_with('_') && column.id != "simulated";
}

std::string sdmx_cell(const std::string& text) {
  return text.find_first_of(",\"\r\n") == std::string::npos ? text : sql_quoted(text, '"');
}

/// SDMX-CSV 2.0: one row an observation, every column a component; years are the time. What is made up says
/// so.
std::string sdmx_csv(const report::PlainTable& table, const std::string& id) {
  std::string out = "STRUCTURE,STRUCTURE_ID,ACTION";
  for (const auto& column : table.columns) {
    if (!is_component(column)) continue;
    std::string name = column.id == "year" ? "time_period" : column.id;
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    out += "," + name;
  }
  out += ",SIMULATED\r\n";
  for (const auto& row : table.rows) {
    out += "dataflow," + sdmx_cell("ZHIHENG:" + id + "(1.0)") + ",I";
    for (std::size_t i = 0; i < row.size(); ++i)
      if (is_component(table.columns[i])) out += "," + (row[i] ? sdmx_cell(*row[i]) : "");
    out += table.simulated ? ",true\r\n" : ",false\r\n";
  }
  return out;
}

}  // namespace

Answer json_answer(const Json& json, int status) {
  Answer answer;
  answer.status = status;
  answer.body = json.dump() + "\n";
  return answer;
}

std::pair<std::size_t, std::size_t> page_of(const Call& call) {
  constexpr int kMostPages = 1'000'000;
  return {in_range(call, "page", 1, kMostPages) - 1, in_range(call, "per_page", kPage, kMostOnPage)};
}

Answer list_answer(const Call& call, const std::vector<Json>& items,
                   const std::vector<std::string>& filters) {
  std::vector<const Json*> chosen;
  for (const Json& item : items) {
    const bool fits = std::ranges::all_of(filters, [&](const std::string& field) {
      return !call.has(field) || text_of(item, field.c_str()) == call.text(field);
    });
    if (fits && has_words(item, call.text("q"))) chosen.push_back(&item);
  }
  if (call.has("sort")) sort_items(chosen, call.text("sort"));
  const auto [page, per_page] = page_of(call);
  Json shown = Json::array();
  for (std::size_t i = page * per_page; i < std::min(chosen.size(), (page + 1) * per_page); ++i)
    shown.push_back(*chosen[i]);
  return json_answer(
      {{"items", std::move(shown)}, {"total", chosen.size()}, {"page", page + 1}, {"per_page", per_page}});
}

Json value_json(const measure::Value* value, bool simulated) {
  if (value == nullptr) return {};
  const auto printed = report::format_value(*value);
  const auto part = [](const std::optional<Decimal>& number) {
    return number ? Json(number->to_string()) : Json();
  };
  return {{"value", printed.value.to_string()},
          {"unit", value->unit},
          {"decimals", value->decimals},
          {"numerator", part(value->numerator)},
          {"denominator", part(value->denominator)},
          {"text", printed.text + printed.unit},
          {"simulated", simulated}};
}

Answer table_answer(const report::PlainTable& table, const std::string& name, const std::string& folder) {
  Answer answer;
  answer.type = media_type(name);
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  if (constexpr std::string_view kSdmx = ".sdmx.csv"; name.ends_with(kSdmx)) {
    answer.type = "application/vnd.sdmx.data+csv; version=2.0.0";
    answer.body = sdmx_csv(table, name.substr(0, name.size() - kSdmx.size()));
  } else if (name.ends_with(".csv")) {
    answer.body = report::csv_of(table);
  } else if (name.ends_with(".xlsx")) {
    const UploadFolder work(folder);
    const std::string path = work.path() + "/table.xlsx";
    report::write_sheet(table, path);
    answer.body = read_file(path, name);
  } else if (name.ends_with(".json")) {
    Json rows = Json::array();
    for (const auto& row : table.rows) {
      Json item;
      for (std::size_t i = 0; i < row.size(); ++i)
        item[table.columns[i].id] = row[i] ? Json(*row[i]) : Json();
      rows.push_back(std::move(item));
    }
    answer.body = Json{{"title", table.title}, {"simulated", table.simulated}, {"rows", rows}}.dump() + "\n";
  } else {
    throw Error(kNotFound, {});
  }
  return answer;
}

}  // namespace zhiheng::serve

#include "catalog/model.h"

#include <algorithm>

namespace zhiheng::catalog {
namespace {

template <typename Items>
auto find_by_id(const Items& items, std::string_view id) -> decltype(items.data()) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

template <typename Map>
auto find_in(const Map& map, std::string_view id) -> const typename Map::mapped_type* {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const char* to_string(Kind kind) {
  switch (kind) {
    case Kind::kCount:
      return "count";
    case Kind::kAmount:
      return "amount";
    case Kind::kRate:
      return "rate";
    case Kind::kGrowth:
      return "growth";
    case Kind::kLevel:
      return "level";
    case Kind::kIndex:
      return "index";
  }
  return "";
}

const Code* CodeList::find(std::string_view code) const {
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == code; });
  return found == codes.end() ? nullptr : &*found;
}

bool CodeList::has_of_which() const {
  return std::any_of(codes.begin(), codes.end(), [](const Code& c) { return c.of_which; });
}

const Measure* Cube::measure(std::string_view name) const { return find_by_id(measures, name); }
const Dimension* Cube::dimension(std::string_view name) const { return find_by_id(dimensions, name); }
const Column* Cube::column(std::string_view name) const { return find_by_id(columns, name); }

const CodeList* Catalog::code_list(std::string_view id) const {
  return find_in(codes, id == "area" ? std::string_view(district.areas) : id);
}
const Cube* Catalog::cube(std::string_view id) const { return find_in(cubes, id); }
const Indicator* Catalog::indicator(std::string_view id) const { return find_in(indicators, id); }
const Plan* Catalog::plan(std::string_view id) const { return find_in(plans, id); }
const Dataset* Catalog::dataset(std::string_view id) const { return find_in(datasets, id); }

std::optional<Decimal> Catalog::unit_factor(const std::string& from, const std::string& to) const {
  if (from == to) return Decimal(1);
  const auto in_base = [&](const std::string& unit) {
    const UnitFactor* known = find_in(units, unit);
    return known == nullptr ? UnitFactor{1, unit} : *known;
  };
  const UnitFactor a = in_base(from), b = in_base(to);
  if (a.of != b.of) return std::nullopt;
  return a.factor / b.factor;
}

std::string Catalog::code_title(std::string_view list, std::string_view code) const {
  const CodeList* codes_found = code_list(list);
  const Code* found = codes_found == nullptr ? nullptr : codes_found->find(code);
  return found == nullptr ? std::string(code) : found->title.zh;
}

std::string Catalog::area_title(std::string_view area) const {
  return area.empty() ? district.title.zh : code_title(district.areas, area);
}

std::vector<std::string> formula_indicators(const std::string& formula) {
  std::vector<std::string> ids;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  for (size_t i = 0; i < formula.size();) {
    if (formula[i] < 'a' || formula[i] > 'z') {
      // Skip a whole number or the `prev` of `@prev`, so that its letters are not taken for a word.
      const bool part_of_word = is_word(formula[i]) || formula[i] == '@';
      ++i;
      while (part_of_word && i < formula.size() && is_word(formula[i])) ++i;
      continue;
    }
    const size_t start = i;
    while (i < formula.size() && is_word(formula[i])) ++i;
    const std::string word = formula.substr(start, i - start);
    if (word.find('.') != std::string::npos) ids.push_back(word);
  }
  return ids;
}

}  // namespace zhiheng::catalog

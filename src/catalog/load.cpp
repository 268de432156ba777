#include "catalog/load.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "catalog/definitions.h"
#include "read/csv.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kUnknownDistrict{"district.unknown", "没有地区 {}；可用：{}",
                                     "there is no district {}; there are: {}"};
constexpr ErrorCode kDefinedTwice{"catalog.defined-twice", "{} 已在 {} 定义", "{} is already defined at {}"};
constexpr ErrorCode kBadHeader{
    "codes.bad-header", "代码表的表头应为 code,zh,en[,official][,role][,note]，此处有 {}",
    "the header of a code list is code,zh,en[,official][,role][,note]; here is {}"};
constexpr ErrorCode kBadUnits{"units.bad-header", "单位表的表头应为 unit,factor,of，此处有 {}",
                              "the header of the table of units is unit,factor,of; here is {}"};
constexpr ErrorCode kBadFactor{"units.bad-factor", "换算系数应为正数，实为 {}",
                               "a factor must be a positive number, not {}"};
constexpr ErrorCode kDuplicateCode{"codes.duplicate", "代码 {} 重复", "the code {} stands twice"};
constexpr ErrorCode kBadRole{"codes.bad-role", "role 只能为空或 of-which，实为 {}",
                             "role must be empty or of-which, not {}"};
constexpr ErrorCode kBadCode{"codes.bad-code", "代码 {} 应为小写英文、数字和连字符",
                             "the code {} must be lower-case letters, digits and hyphens"};

std::string stem(const std::string& path) { return fs::path(path).stem().string(); }

/// code,zh,en and then any of the others, each once.
bool is_code_header(const std::vector<std::string>& header) {
  if (header.size() < 3 || header[0] != "code" || header[1] != "zh" || header[2] != "en") return false;
  std::vector<std::string> left{"official", "role", "note"};
  return std::all_of(header.begin() + 3, header.end(),
                     [&](const std::string& name) { return std::erase(left, name) == 1; });
}

class Loader {
 public:
  Loader(Catalog& catalog, Diagnostics& diagnostics) : catalog_(catalog), diagnostics_(diagnostics) {}

  void load(const std::string& folder, const std::string& shown) {
    for (const auto& path : list_files(folder + "/codes", ".csv"))
      load_codes(path, shown + "/codes/" + stem(path) + ".csv");
    each_yaml(folder, shown, "cubes", [&](const Yaml& node, const std::string& id) {
      insert(catalog_.cubes, id, read_cube(node, id, diagnostics_));
    });
    each_yaml(folder, shown, "lists", [&](const Yaml& node, const std::string& id) {
      insert(catalog_.cubes, id, read_list(node, id, diagnostics_));
    });
    each_yaml(folder, shown, "indicators", [&](const Yaml& node, const std::string&) {
      for (const auto& [id, value] : members_of(node, diagnostics_))
        insert(catalog_.indicators, id, read_indicator(value, id, diagnostics_));
    });
    each_yaml(folder, shown, "checks", [&](const Yaml& node, const std::string&) {
      for (const auto& [id, value] : members_of(node, diagnostics_))
        insert(catalog_.checks, id, read_check(value, id, diagnostics_));
    });
    each_yaml(folder, shown, "plans", [&](const Yaml& node, const std::string& id) {
      insert(catalog_.plans, id, read_plan(node, id, diagnostics_));
    });
    each_yaml(folder, shown, "assessments", [&](const Yaml& node, const std::string& id) {
      Sheet sheet = read_sheet(node, id, diagnostics_);
      // Cards carry it, so that one can tell later whether the sheet is still the same.
      sheet.sha256 = sha256_hex(read_file(folder + "/assessments/" + id + ".yaml", node.where.file));
      insert(catalog_.sheets, id, std::move(sheet));
    });
    each_yaml(folder, shown, "datasets", [&](const Yaml& node, const std::string& id) {
      Dataset dataset = read_dataset(node, id, diagnostics_);
      dataset.sha256 = sha256_hex(read_file(folder + "/datasets/" + id + ".yaml", node.where.file));
      insert(catalog_.datasets, id, std::move(dataset));
      dataset_files_.emplace(id, node);
    });
  }

  /// What can only be read when everything else is there.
  void finish_datasets() {
    check_datasets(catalog_, diagnostics_);
    for (const auto& [id, node] : dataset_files_) read_dataset_formulas(catalog_, id, node, diagnostics_);
    check_dataset_cubes(catalog_, diagnostics_);
  }

  /// Units and the rules of plans: single files of the shared catalog.
  void load_shared(const std::string& folder) {
    if (fs::exists(folder + "/units.csv")) load_units(folder + "/units.csv", "catalog/units.csv");
    if (fs::exists(folder + "/plan_rules.yaml")) {
      const std::string shown = "catalog/plan_rules.yaml";
      const Yaml rules = parse_yaml(read_file(folder + "/plan_rules.yaml", shown), shown, diagnostics_);
      catalog_.plan_rules = read_plan_rules(rules, diagnostics_);
    }
  }

 private:
  template <typename Use>
  void each_yaml(const std::string& folder, const std::string& shown, const std::string& kind, Use use) {
    for (const auto& path : list_files(folder + "/" + kind, ".yaml")) {
      const std::string name = shown + "/" + kind + "/" + stem(path) + ".yaml";
      use(parse_yaml(read_file(path, name), name, diagnostics_), stem(path));
    }
  }

  template <typename Map, typename Value>
  void insert(Map& map, const std::string& id, Value value) {
    const auto found = map.find(id);
    if (found != map.end()) {
      diagnostics_.add(kDefinedTwice, value.where, {id, to_string(found->second.where)});
      return;
    }
    map.emplace(id, std::move(value));
  }

  void load_codes(const std::string& path, const std::string& shown) {
    const auto file = read::read_csv(path, shown, diagnostics_);
    if (file.header.empty()) return;  // reported by the reader
    std::vector<std::string> header;
    for (const auto& cell : file.header) header.push_back(cell.text);
    if (!is_code_header(header)) {
      diagnostics_.add(kBadHeader, {shown, 1, 1}, {join(header, ",")});
      return;
    }
    const auto [first, is_new] = lists_.emplace(stem(path), shown);
    if (!is_new) {
      diagnostics_.add(kDefinedTwice, {shown, 1, 1}, {stem(path), first->second});
      return;
    }
    CodeList& list = catalog_.codes[stem(path)];
    list.id = stem(path);
    for (const auto& row : file.rows) add_code(list, header, row, shown);
  }

  void load_units(const std::string& path, const std::string& shown) {
    const auto file = read::read_csv(path, shown, diagnostics_);
    std::vector<std::string> header;
    for (const auto& cell : file.header) header.push_back(cell.text);
    if (header != std::vector<std::string>{"unit", "factor", "of"}) {
      diagnostics_.add(kBadUnits, {shown, 1, 1}, {join(header, ",")});
      return;
    }
    for (const auto& row : file.rows) {
      const auto factor = Decimal::parse(row[1].text);
      if (factor && *factor > Decimal(0))
        catalog_.units[row[0].text] = {*factor, row[2].text};
      else
        diagnostics_.add(kBadFactor, {shown, row[1].line, row[1].column}, {row[1].text});
    }
  }

  void add_code(CodeList& list, const std::vector<std::string>& header, const std::vector<read::CsvCell>& row,
                const std::string& shown) {
    const auto text = [&](const char* name) {
      const auto found = std::find(header.begin(), header.end(), name);
      return found == header.end() ? "" : row[static_cast<size_t>(found - header.begin())].text;
    };
    const std::string code = text("code"), role = text("role");
    const Location where{shown, row[0].line, row[0].column};
    // Codes may begin with a digit (12345 is a hotline), unlike the ids of definitions.
    if (!is_identifier("x" + code) || code.empty()) diagnostics_.add(kBadCode, where, {code});
    if (list.find(code) != nullptr) {
      diagnostics_.add(kDuplicateCode, where, {code});
      return;
    }
    if (!role.empty() && role != "of-which") diagnostics_.add(kBadRole, where, {role});
    list.codes.push_back({code, {text("zh"), text("en")}, text("official"), role == "of-which"});
  }

  Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::string> lists_;  // id → file
  std::map<std::string, Yaml> dataset_files_;
};

}  // namespace

std::vector<std::string> list_districts(const Home& home) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(home.folder + "/districts", none)) {
    if (fs::exists(entry.path() / "district.yaml")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Catalog load_catalog(const Home& home, const std::string& given, Diagnostics& diagnostics) {
  std::string name = given;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  const bool is_path = name.find('/') != std::string::npos;
  const std::string folder = is_path ? name : home.folder + "/districts/" + name;
  if (name.empty() || !fs::exists(folder + "/district.yaml")) {
    throw Error(kUnknownDistrict, {}, {name, join(list_districts(home), ", ")});
  }
  Catalog catalog;
  catalog.folder = home.folder + "/catalog";
  const std::string shown = is_path ? name : "districts/" + name;
  const std::string file = shown + "/district.yaml";
  catalog.district =
      read_district(parse_yaml(read_file(folder + "/district.yaml", file), file, diagnostics), diagnostics);
  catalog.district.id = fs::path(folder).filename().string();
  catalog.district.folder = folder;
  catalog.district.shown = shown;
  Loader loader(catalog, diagnostics);
  loader.load_shared(catalog.folder);
  loader.load(catalog.folder, "catalog");
  loader.load(folder, shown);
  check_references(catalog, diagnostics);
  check_plans(catalog, diagnostics);
  check_sheets(catalog, diagnostics);
  loader.finish_datasets();
  return catalog;
}

Theme load_theme(const Home& home, Diagnostics& diagnostics) {
  const std::string shown = "catalog/theme.yaml";
  return read_theme(parse_yaml(read_file(home.folder + "/" + shown, shown), shown, diagnostics), diagnostics);
}

}  // namespace zhiheng::catalog

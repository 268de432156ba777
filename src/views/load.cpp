#include "views/load.h"

#include <cstdlib>
#include <future>

#include "base/text.h"
#include "intake/load_pack.h"
#include "views/record_cells.h"

namespace zhiheng::views {

namespace {

/// A path as a person may type it, `packs/yunxi/`, without the slashes at its end; still a path.
std::string without_end_slashes(std::string name) {
  const bool is_path = name.find('/') != std::string::npos;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  return is_path && name.find('/') == std::string::npos ? "./" + name : name;
}

}  // namespace

std::unique_ptr<LoadedDistrict> load_district(const catalog::Home& home, const std::string& district,
                                              const std::string& records) {
  auto loaded = std::make_unique<LoadedDistrict>();
  // The engine takes some 30 ms to open: let it, while the definitions are read.
  auto database = std::async(std::launch::async, [] { return store::open_memory_database(); });
  loaded->catalog = catalog::load_catalog(home, without_end_slashes(district), loaded->diagnostics);
  loaded->database = database.get();
  loaded->session = loaded->database->session();
  if (loaded->diagnostics.has_errors()) return loaded;
  intake::load_pack(loaded->catalog, *loaded->session, loaded->diagnostics);
  if (!records.empty()) {
    const auto opened = open_records(home, {records, loaded->catalog.district.id}, false);
    use_records(*opened, loaded->catalog, *loaded->session);
  }
  loaded->evaluator = std::make_unique<measure::Evaluator>(loaded->catalog, *loaded->session);
  return loaded;
}

std::string tool_folder(const catalog::Home& home) {
  const char* deps = std::getenv("ZHIHENG_DEPS");
  return (deps != nullptr ? std::string(deps) : home.folder + "/.deps") + "/node_modules";
}

catalog::Catalog definitions_of(const catalog::Home& home, const std::string& district) {
  Diagnostics diagnostics;
  const auto names = catalog::list_districts(home);
  auto catalog = catalog::load_catalog(
      home, district.empty() && !names.empty() ? names[0] : without_end_slashes(district), diagnostics);
  diagnostics.throw_if_errors();
  return catalog;
}

const catalog::Plan& plan_of(const catalog::Catalog& catalog, const std::string& id) {
  if (const auto* found = catalog.plan(id)) return *found;
  std::vector<std::string> names;
  for (const auto& [name, plan] : catalog.plans) names.push_back(name);
  throw Error(kUnknownPlan, {}, {catalog.district.id, id, join(names, ", ")});
}

}  // namespace zhiheng::views

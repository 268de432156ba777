#include "views/records.h"

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "intake/live_table.h"

namespace zhiheng::views {
namespace {

constexpr ErrorCode kUnknown{"dataset.unknown", "没有数据集 {}{}；用 zhiheng list datasets 查看",
                             "there is no dataset {}{}: see zhiheng list datasets"};
constexpr ErrorCode kNoDistrict{"workspace.no-district", "新建工作区时要指明地区：--district minhang",
                                "a new workspace needs its district: --district minhang"};
constexpr ErrorCode kNone{"workspace.none", "{} 不是工作区；先用 zhiheng import 导入，或用 --workspace 指明",
                          "{} is no workspace: import something first, or say --workspace"};

constexpr ErrorCode kWhichDistrict{"store.no-district", "请指明地区：--district minhang；数据库里已有：{}",
                                   "say the district: --district minhang; in the database there are: {}"};
constexpr ErrorCode kNoFolder{"store.not-a-folder", "这个命令只用于文件夹工作区，不用于数据库",
                              "this command is for a folder workspace, not for a database"};

/// The URL of the database; empty: a folder.
std::string url_of(const RecordArguments& arguments) {
  if (!arguments.store.empty()) return arguments.store;
  if (!arguments.workspace.empty())
    return store::is_postgres_url(arguments.workspace) ? arguments.workspace : "";
  const char* set = std::getenv("ZHIHENG_STORE");
  return set == nullptr ? "" : set;
}

std::string only_district(store::Session& session, const RecordArguments& arguments) {
  if (!arguments.district.empty()) return arguments.district;
  const auto all = intake::PostgresStore::districts(session);
  if (all.size() != 1) throw Error(kWhichDistrict, {}, {all.empty() ? "—" : join(all, "、")});
  return all[0];
}

std::string district_of(const std::string& folder, const RecordArguments& arguments, bool writes) {
  if (!is_workspace(folder)) {
    if (!writes) throw Error(kNone, {folder}, {folder});
    if (arguments.district.empty()) throw Error(kNoDistrict, {folder});
    return arguments.district;
  }
  return arguments.district.empty() ? workspace_district(folder) : arguments.district;
}

}  // namespace

std::string workspace_folder(const std::string& named) {
  if (!named.empty()) return named;
  const char* set = std::getenv("ZHIHENG_WORKSPACE");
  return set != nullptr && *set != 0 ? set : "workspace";
}

std::string workspace_district(const std::string& folder) {
  const std::string about = folder + "/workspace.json";
  if (!is_workspace(folder)) return {};
  const auto json = nlohmann::json::parse(read_file(about, about), nullptr, false);
  return json.is_object() ? json.value("district", "") : "";
}

bool is_workspace(const std::string& folder) { return std::filesystem::exists(folder + "/workspace.json"); }

journal::Algorithm journal_algorithm(const std::string& folder) {
  if (!is_workspace(folder)) throw Error(kNone, {folder}, {folder});
  const std::string about = folder + "/workspace.json";
  const auto json = nlohmann::json::parse(read_file(about, about), nullptr, false);
  return journal::algorithm_of(json.is_object() ? json.value("hash", "sha256") : "")
      .value_or(journal::Algorithm::kSha256);
}

const catalog::Dataset& Records::dataset(const std::string& id) const {
  if (const auto* found = catalog.dataset(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& [other, _] : catalog.datasets) ids.push_back(other);
  const std::string near = nearest(id, ids);
  throw Error(kUnknown, {}, {id, near.empty() ? "" : "；是 " + near + " 吗？did you mean " + near + "?"});
}

std::unique_ptr<Records> open_records(const catalog::Home& home, const RecordArguments& arguments,
                                      bool writes) {
  const std::string url = url_of(arguments), folder = workspace_folder(arguments.workspace);
  auto server = url.empty() ? nullptr : store::open_postgres_database(url);
  const std::string district =
      server ? only_district(*server->session(), arguments) : district_of(folder, arguments, writes);
  auto records = std::make_unique<Records>();
  Diagnostics diagnostics;
  records->catalog = catalog::load_catalog(home, district, diagnostics);
  records->calendar = catalog::load_calendar(home, diagnostics);
  diagnostics.throw_if_errors();
  if (!server) {
    records->store = intake::Workspace::open(folder, records->catalog, writes);
    return records;
  }
  auto database = std::make_unique<intake::PostgresStore>(std::move(server), records->catalog, writes);
  records->database = database.get();
  records->store = std::move(database);
  return records;
}

intake::Workspace& Records::workspace() const {
  auto* folder = dynamic_cast<intake::Workspace*>(store.get());
  if (folder == nullptr) throw Error(kNoFolder, {});
  return *folder;
}

RecordRegisters::RecordRegisters(const Records& records, const catalog::Dataset& dataset)
    : registers_(records.catalog) {
  for (const auto& column : dataset.columns) {
    if (column.ref.empty()) continue;
    std::vector<measure::LiveSegment> of_register;
    for (const auto& batch : batches_.emplace_back(records.workspace().live(column.ref)))
      of_register.push_back({batch.segment.get(), batch.dead});
    registers_.add(column.ref, std::move(of_register));
  }
}

measure::RecordQuery record_query(const Records& records, const catalog::Dataset& dataset) {
  return {records.catalog, dataset, records.database->session(),
          [&records](const std::string& id) { return records.database->live_rows(id); }};
}

RecordTables::RecordTables(const Records& records, const catalog::Dataset& dataset) {
  if (records.database != nullptr) {
    query_.emplace(record_query(records, dataset));
    return;
  }
  std::set<std::string> ids{dataset.id};
  for (const auto& column : dataset.columns)
    if (!column.ref.empty()) ids.insert(column.ref);
  std::erase_if(ids, [&](const auto& id) { return records.store->live_batches(id).empty(); });
  std::vector<store::SegmentTable> tables;
  for (const auto& id : ids)
    tables.push_back(intake::live_table(*records.catalog.dataset(id), records.workspace().live(id)));
  segments_ = store::open_segment_database(std::move(tables));
  session_ = segments_->session();
  query_.emplace(records.catalog, dataset, *session_,
                 [ids](const std::string& id) { return ids.contains(id) ? sql_quoted(id, '"') : ""; });
}

std::vector<measure::CubeTable> record_cubes(const Records& records, const catalog::Dataset& dataset,
                                             const std::string& only) {
  if (records.store->live_batches(dataset.id).empty()) return {};
  std::vector<measure::CubeTable> tables;
  if (records.database != nullptr) {
    for (const auto& cube : dataset.cubes)
      if (only.empty() || cube.id == only)
        tables.push_back(measure::query_cube(record_query(records, dataset), cube));
    return tables;
  }
  const auto live = records.workspace().live(dataset.id);
  std::vector<measure::LiveSegment> segments;
  for (const auto& batch : live) segments.push_back({batch.segment.get(), batch.dead});
  const RecordRegisters registers(records, dataset);
  tables = measure::cubes_of({records.catalog, dataset, &registers.registers(), &records.calendar}, segments,
                             measure::Keep::kBesideSegment);
  std::erase_if(tables, [&](const auto& table) { return !only.empty() && table.cube->id != only; });
  return tables;
}

}  // namespace zhiheng::views

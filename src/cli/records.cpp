#include "cli/records.h"

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknown{"dataset.unknown", "没有数据集 {}{}；用 zhiheng list datasets 查看",
                             "there is no dataset {}{}: see zhiheng list datasets"};
constexpr ErrorCode kNoDistrict{"workspace.no-district", "新建工作区时要指明地区：--district minhang",
                                "a new workspace needs its district: --district minhang"};
constexpr ErrorCode kNone{"workspace.none", "{} 不是工作区；先用 zhiheng import 导入，或用 --workspace 指明",
                          "{} is no workspace: import something first, or say --workspace"};

std::string folder_of(const RecordArguments& arguments) {
  if (!arguments.workspace.empty()) return arguments.workspace;
  const char* set = std::getenv("ZHIHENG_WORKSPACE");
  return set != nullptr && *set != 0 ? set : "workspace";
}

std::string district_of(const std::string& folder, const RecordArguments& arguments, bool writes) {
  const std::string about = folder + "/workspace.json";
  if (!std::filesystem::exists(about)) {
    if (!writes) throw Error(kNone, {folder}, {folder});
    if (arguments.district.empty()) throw Error(kNoDistrict, {folder});
    return arguments.district;
  }
  if (!arguments.district.empty()) return arguments.district;
  const auto json = nlohmann::json::parse(read_file(about, about), nullptr, false);
  return json.is_object() ? json.value("district", "") : "";
}

}  // namespace

void add_record_options(CLI::App& command, RecordArguments& arguments) {
  command.add_option("--workspace", arguments.workspace,
                     "工作区文件夹 folder of the workspace; also $ZHIHENG_WORKSPACE (workspace)");
  command.add_option("--district", arguments.district,
                     "地区；新建工作区时必填 district; needed for a new workspace");
}

const catalog::Dataset& Records::dataset(const std::string& id) const {
  if (const auto* found = catalog.dataset(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& [other, _] : catalog.datasets) ids.push_back(other);
  const std::string near = nearest(id, ids);
  throw Error(kUnknown, {}, {id, near.empty() ? "" : "；是 " + near + " 吗？did you mean " + near + "?"});
}

std::unique_ptr<Records> open_records(const Settings& settings, const RecordArguments& arguments,
                                      bool writes) {
  const std::string folder = folder_of(arguments);
  const std::string district = district_of(folder, arguments, writes);
  auto records = std::make_unique<Records>();
  Diagnostics diagnostics;
  records->catalog = catalog::load_catalog(settings.home, district, diagnostics);
  records->calendar = catalog::load_calendar(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  records->workspace = intake::Workspace::open(folder, district, writes);
  return records;
}

RecordRegisters::RecordRegisters(const Records& records, const catalog::Dataset& dataset)
    : registers_(records.catalog) {
  for (const auto& column : dataset.columns) {
    if (column.ref.empty()) continue;
    std::vector<measure::LiveSegment> of_register;
    for (const auto& batch : batches_.emplace_back(records.workspace->live(column.ref)))
      of_register.push_back({batch.segment.get(), batch.dead});
    registers_.add(column.ref, std::move(of_register));
  }
}

std::vector<measure::CubeTable> record_cubes(const Records& records, const catalog::Dataset& dataset) {
  const auto live = records.workspace->live(dataset.id);
  std::vector<measure::LiveSegment> segments;
  for (const auto& batch : live) segments.push_back({batch.segment.get(), batch.dead});
  if (segments.empty()) return {};
  const RecordRegisters registers(records, dataset);
  return measure::cubes_of({records.catalog, dataset, &registers.registers(), &records.calendar}, segments);
}

}  // namespace zhiheng::cli

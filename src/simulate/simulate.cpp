#include "simulate/simulate.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "simulate/record_file.h"

namespace zhiheng::simulate {
namespace {

constexpr ErrorCode kNoDataset{
    "simulation.no-dataset", "{} {} 年没有可据以模拟数据集 {} 的公布数；可模拟：{}",
    "{} has published no figures of {} from which records of {} can be made up; it has "
    "them for: {}"};

constexpr ErrorCode kNoFigures{"simulation.no-figures", "{} {} 年没有可据以模拟明细的公布数",
                               "{} has published no figures of {} from which records can be made up"};

const char* extension(Format format) {
  return format == Format::kXlsx ? ".xlsx" : format == Format::kNdjson ? ".ndjson" : ".csv";
}

class Simulator {
 public:
  Simulator(const World& world, store::Session& session, const Order& order)
      : world_(world), session_(session), order_(order) {}

  Simulation run() {
    make_plans();
    choose();
    StagedFolder folder(order_.out);
    for (const auto& [id, dataset] : world_.catalog.datasets)
      if (chosen_.contains(id)) write(dataset, folder.path());
    std::stable_sort(simulation_.outcomes.begin(), simulation_.outcomes.end(),
                     [](const Outcome& a, const Outcome& b) {
                       return std::tie(a.cube, a.line) < std::tie(b.cube, b.line);
                     });
    write_file(folder.path() + "/simulation.json", summary());
    folder.commit("simulation.json");
    return std::move(simulation_);
  }

 private:
  void make_plans() {
    std::map<std::string, PublishedCube, std::less<>> published;
    for (const auto& [id, cube] : world_.catalog.cubes)
      if (!cube.is_list) published.emplace(id, read_published(cube, world_.year, session_));
    for (const auto& [id, dataset] : world_.catalog.datasets) {
      RowPlan plan = plan_rows(world_, dataset, published);
      if (!plan.cubes.empty()) plans_.emplace(id, std::move(plan));
    }
  }

  bool can_be_made(const std::string& id) const {
    if (plans_.contains(id) || world_.population(id) > 0) return true;
    const std::string& of = world_.rules.of(id).of;
    return !of.empty() && can_be_made(of);
  }

  void choose() {
    if (plans_.empty())
      throw Error(kNoFigures, {}, {world_.catalog.district.title.zh, std::to_string(world_.year)});
    std::vector<std::string> possible;
    for (const auto& [id, dataset] : world_.catalog.datasets)
      if (can_be_made(id)) possible.push_back(id);
    for (const std::string& wanted : order_.datasets)
      if (std::find(possible.begin(), possible.end(), wanted) == possible.end())
        throw Error(
            kNoDataset, {},
            {world_.catalog.district.title.zh, std::to_string(world_.year), wanted, join(possible, ", ")});
    for (const std::string& id : order_.datasets.empty() ? possible : order_.datasets) add(id);
  }

  /// A dataset and the registers that it points to.
  void add(const std::string& id) {
    if (!chosen_.insert(id).second) return;
    for (const auto& column : world_.catalog.dataset(id)->columns)
      if (!column.ref.empty() && can_be_made(column.ref)) add(column.ref);
  }

  std::shared_ptr<const RowSource> source_of(const std::string& id) {
    auto& source = sources_[id];
    if (source != nullptr) return source;
    const catalog::Dataset& dataset = *world_.catalog.dataset(id);
    if (const auto plan = plans_.find(id); plan != plans_.end())
      source = std::make_shared<PlannedRows>(world_, plan->second);
    else if (world_.population(id) > 0)
      source = std::make_shared<MemberRows>(world_, dataset);
    else
      source = std::make_shared<FollowingRows>(world_, dataset, source_of(world_.rules.of(id).of));
    return source;
  }

  void write(const catalog::Dataset& dataset, const std::string& folder) {
    const std::string name = dataset.id + extension(order_.format);
    const auto written =
        write_records(world_, *source_of(dataset.id), order_.dirty, order_.format, folder + "/" + name);
    WrittenFile file{dataset.id,    name, written.sha256, written.clean, written.dirty.size(),
                     written.bytes, {}};
    if (const auto plan = plans_.find(dataset.id); plan != plans_.end()) {
      file.cubes = plan->second.cubes;
      const auto& outcomes = plan->second.outcomes;
      simulation_.outcomes.insert(simulation_.outcomes.end(), outcomes.begin(), outcomes.end());
    }
    simulation_.files.push_back(std::move(file));
    if (order_.dirty <= 0) return;
    std::string list = "line,kind,column\n";
    for (const DirtyPlace& place : written.dirty)
      list += std::to_string(place.line) + "," + place.kind + "," + place.column + "\n";
    write_file(folder + "/" + dataset.id + ".dirty.csv", list);
  }

  nlohmann::ordered_json cubes_summary() const {
    nlohmann::ordered_json cubes = nlohmann::ordered_json::object();
    for (const Outcome& outcome : simulation_.outcomes) {
      auto& cube = cubes[outcome.cube];
      if (cube.is_null()) cube = {{"reproduced", 0}, {"not_reproduced", nlohmann::ordered_json::array()}};
      if (outcome.state == Outcome::State::kReproduced) {
        cube["reproduced"] = cube["reproduced"].get<int>() + 1;
        continue;
      }
      cube["not_reproduced"].push_back({{"cell", outcome.codes},
                                        {"measure", outcome.measure},
                                        {"published", outcome.published.to_string()},
                                        {"line", outcome.line},
                                        {"reason", {{"zh", outcome.reason_zh}, {"en", outcome.reason_en}}}});
    }
    return cubes;
  }

  std::string summary() const {
    nlohmann::ordered_json json{{"simulated", true},
                                {"note",
                                 {{"zh", "本文件夹中的明细均为模拟数据，不是真实记录"},
                                  {"en", "All records in this folder are made up"}}},
                                {"district", world_.catalog.district.id},
                                {"year", world_.year},
                                {"scale", world_.scale},
                                {"seed", world_.seed},
                                {"dirty", order_.dirty},
                                {"files", nlohmann::ordered_json::array()}};
    for (const WrittenFile& file : simulation_.files)
      json["files"].push_back({{"dataset", file.dataset},
                               {"file", file.name},
                               {"sha256", file.sha256},
                               {"rows", file.clean},
                               {"dirty_rows", file.dirty},
                               {"bytes", file.bytes},
                               {"cubes", file.cubes}});
    json["cubes"] = cubes_summary();
    return json.dump(2) + "\n";
  }

  const World& world_;
  store::Session& session_;
  const Order& order_;
  std::map<std::string, RowPlan, std::less<>> plans_;
  std::map<std::string, std::shared_ptr<const RowSource>> sources_;
  std::set<std::string, std::less<>> chosen_;
  Simulation simulation_;
};

}  // namespace

Simulation simulate(const catalog::Home& home, const catalog::Catalog& catalog,
                    const WorkingCalendar& calendar, store::Session& session, const Order& order) {
  Diagnostics diagnostics;
  const Rules rules = read_rules(home, catalog, diagnostics);
  diagnostics.throw_if_errors();
  const DayBook days(calendar);
  const World world{catalog, calendar, days, rules, order.year, order.scale, order.seed};
  return Simulator(world, session, order).run();
}

}  // namespace zhiheng::simulate

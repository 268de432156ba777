#include "serve/state.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/papers.h"
#include "serve/routes.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kNoCapability{"route.no-capability", "权限表中没有路由所要的权限：{}",
                                  "routes ask for rights that the table of rights hasn't: {}"};
constexpr ErrorCode kKeptPrivate{"route.kept-private", "路由 {} 的答复因人而异，不能共用",
                                 "the answer of the route {} is not for everybody and can't be kept"};

std::vector<std::string> names_of(const StateOptions& options) {
  return options.districts.empty() ? catalog::list_districts(options.home) : options.districts;
}

/// Uploads lie in the workspace, so that what is kept of them need not be copied.
StateOptions with_uploads(StateOptions options) {
  options.jobs.folder = options.workspace + "/uploads";
  return options;
}

/// What an end without warning has left there is of no use to anybody.
void clear_uploads(const std::string& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

std::unique_ptr<views::Records> open_workspace(const StateOptions& options) {
  views::RecordArguments arguments;
  if (options.store.empty())
    arguments.workspace = options.workspace;
  else
    arguments.store = options.store;
  arguments.district = views::workspace_district(options.workspace);
  if (arguments.district.empty()) arguments.district = names_of(options).front();
  return views::open_records(options.home, arguments, true);
}

/// Takes the lock of the folder, which otherwise comes with the records.
std::unique_ptr<intake::Workspace> open_folder(const StateOptions& options, const views::Records& records) {
  std::unique_ptr<intake::Workspace> folder;
  if (records.database != nullptr) folder = intake::Workspace::open(options.workspace, records.catalog, true);
  clear_uploads(options.jobs.folder);
  return folder;
}

people::People::Options people_options(const StateOptions& options) {
  return {.workspace = options.workspace,
          .catalog = options.home.folder + "/catalog/people",
          .clock = system_moment,
          .cost = options.cost,
          .algorithm = views::journal_algorithm(options.workspace)};
}

flow::Definitions read_flows(const StateOptions& options, const people::Policies& policies) {
  Diagnostics diagnostics;
  auto definitions = flow::load_flows(options.home.folder + "/catalog/flows", "catalog/flows", diagnostics);
  definitions.check_capabilities(policies, diagnostics);
  diagnostics.throw_if_errors();
  return definitions;
}

void check_rights(const people::People& people) {
  std::vector<std::string> asked;
  for (const Route& route : all_routes()) {
    asked.push_back(route.capability);
    const auto* known = people.policies().capability(route.capability);
    if (route.keeps && known != nullptr && !known->anonymous)
      throw Error(kKeptPrivate, {}, {route.id}, kOurFault);
  }
  if (const auto missing = people.undeclared(asked); !missing.empty())
    throw Error(kNoCapability, {}, {join(missing, ", ")}, kOurFault);
}

}  // namespace

Moment system_moment() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

State::State(const StateOptions& chosen)
    : options(with_uploads(chosen)),
      started(system_moment()),
      records(open_workspace(options)),
      folder(open_folder(options, *records)),
      people(people_options(options)),
      files(options.workspace + "/files"),
      site(options.web),
      cache(options.most_cached),
      flows({.workspace = options.workspace,
             .definitions = read_flows(options, people.policies()),
             .clock = system_moment,
             .listener = [this](const flow::Case& one) { tell(one); },
             .algorithm = views::journal_algorithm(options.workspace)}),
      intake(*records, flows, files, options.workspace + "/checks", [this] { refresh(); }),
      desk(
          {options.home, own_district(), records_place(), options.workspace + "/papers", options.jobs.folder},
          flows, files),
      jobs(options.jobs, events),
      metrics(all_routes()),
      rate(options.rate) {
  check_rights(people);
  std::vector<std::future<std::shared_ptr<const District>>> opening;
  for (const auto& name : names_of(options)) {
    opening.push_back(std::async(std::launch::async, [this, name] {
      return open_district(options.home, name, name == own_district() ? records_place() : "");
    }));
  }
  for (auto& each : opening) districts_.push_back(each.get());
  std::ranges::sort(districts_, {}, [](const auto& each) { return each->catalog.district.id; });
  go_on();
}

/// What was interrupted, and the paper of the last year where there is none to show yet.
void State::go_on() {
  for (const std::string& id : intake.interrupted()) {
    const std::string by = flows.find(id)->changed_by;
    jobs.start({"import", id, by, [this, id, by](JobRun& run) { return intake.take_in(run, id, by); }});
  }
  const auto years = desk.years();
  if (years.empty() || desk.edition(years.back()) != nullptr) return;
  for (const std::string& place : {options.workspace + "/papers", options.papers}) {
    const auto there = paper_years(place, own_district());
    if (std::ranges::find(there, years.back()) != there.end()) return;
  }
  jobs.start({"paper", std::to_string(years.back()), "",
              [this, year = years.back()](JobRun& run) { return desk.draft(run, year); }});
}

void State::tell(const flow::Case& one) {
  const auto* definition = flows.definition_of(one);
  if (definition == nullptr) return;
  const nlohmann::ordered_json event{{"kind", "case"},         {"id", one.id},
                                     {"flow", one.flow},       {"state", one.state},
                                     {"subject", one.subject}, {"version", one.version}};
  const people::Scope scope{one.area, one.domain, one.unit, one.by};
  events.publish(event.dump(), "", [&](const std::string& token) {
    return people.allowed(people.visitor(token, false), definition->see, scope);
  });
}

State::Districts State::districts() const {
  const std::lock_guard lock(mutex_);
  return districts_;
}

void State::refresh() {
  std::shared_ptr<const District> fresh = open_district(options.home, own_district(), records_place());
  {
    const std::lock_guard lock(mutex_);
    for (auto& each : districts_) {
      if (each->catalog.district.id == own_district()) each = fresh;
    }
    cache.clear();
  }
  desk.forget();
  events.publish(nlohmann::ordered_json{{"kind", "data"}, {"district", own_district()}}.dump());
}

}  // namespace zhiheng::serve

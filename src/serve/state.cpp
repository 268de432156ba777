#include "serve/state.h"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/routes.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kNoCapability{"route.no-capability", "权限表中没有路由所要的权限：{}",
                                  "routes ask for rights that the table of rights hasn't: {}"};
constexpr ErrorCode kKeptPrivate{"route.kept-private", "路由 {} 的答复因人而异，不能共用",
                                 "the answer of the route {} is not for everybody and can't be kept"};
constexpr int kOurFault = 70;

std::vector<std::string> names_of(const StateOptions& options) {
  return options.districts.empty() ? catalog::list_districts(options.home) : options.districts;
}

std::unique_ptr<views::Records> open_workspace(const StateOptions& options) {
  views::RecordArguments arguments;
  arguments.workspace = options.workspace;
  if (!views::is_workspace(options.workspace)) arguments.district = names_of(options).front();
  return views::open_records(options.home, arguments, true);
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
    : options(chosen),
      started(system_moment()),
      records(open_workspace(chosen)),
      people(people_options(chosen)),
      files(chosen.workspace + "/files"),
      site(chosen.web),
      cache(chosen.most_cached),
      flows({.workspace = chosen.workspace,
             .definitions = read_flows(chosen, people.policies()),
             .clock = system_moment,
             .listener = [this](const flow::Case& one) { tell(one); },
             .algorithm = views::journal_algorithm(chosen.workspace)}),
      intake(*records, flows, files, chosen.workspace + "/checks", [this] { refresh(); }),
      jobs(chosen.jobs, events),
      metrics(all_routes()) {
  check_rights(people);
  std::vector<std::future<std::shared_ptr<const District>>> opening;
  for (const auto& name : names_of(options)) {
    opening.push_back(std::async(std::launch::async, [this, name] {
      return open_district(options.home, name, name == own_district() ? options.workspace : "");
    }));
  }
  for (auto& each : opening) districts_.push_back(each.get());
  std::ranges::sort(districts_, {}, [](const auto& each) { return each->catalog.district.id; });
  for (const std::string& id : intake.interrupted()) {
    const std::string by = flows.find(id)->changed_by;
    jobs.start({"import", id, by, [this, id, by](JobRun& run) { return intake.take_in(run, id, by); }});
  }
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
  std::shared_ptr<const District> fresh = open_district(options.home, own_district(), options.workspace);
  {
    const std::lock_guard lock(mutex_);
    for (auto& each : districts_) {
      if (each->catalog.district.id == own_district()) each = fresh;
    }
    cache.clear();
  }
  events.publish(nlohmann::ordered_json{{"kind", "data"}, {"district", own_district()}}.dump());
}

}  // namespace zhiheng::serve

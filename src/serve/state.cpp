#include "serve/state.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kUnknownDistrict{"district.unknown", "没有地区 {}；可用：{}",
                                     "there is no district {}; there are: {}"};

/// The district whose records the workspace holds; empty where it does not say.
std::string district_of(const std::string& workspace) {
  if (workspace.empty()) return {};
  const std::string about = workspace + "/workspace.json";
  const auto json = nlohmann::json::parse(read_file(about, about), nullptr, false);
  return json.is_object() ? json.value("district", "") : "";
}

std::vector<std::unique_ptr<const District>> open_all(const StateOptions& options) {
  const auto names = options.districts.empty() ? catalog::list_districts(options.home) : options.districts;
  const std::string with_records = district_of(options.workspace);
  std::vector<std::future<std::unique_ptr<const District>>> opening;
  for (const auto& name : names) {
    opening.push_back(std::async(std::launch::async, [&options, name, with_records] {
      return open_district(options.home, name, name == with_records ? options.workspace : "");
    }));
  }
  std::vector<std::unique_ptr<const District>> districts;
  for (auto& each : opening) districts.push_back(each.get());
  return districts;
}

}  // namespace

State::State(const StateOptions& chosen)
    : options(chosen),
      districts(open_all(chosen)),
      site(chosen.web),
      cache(chosen.most_cached),
      jobs(chosen.jobs, events),
      metrics(all_routes()) {
  std::ranges::sort(districts, {}, [](const auto& each) { return each->catalog.district.id; });
}

const District& State::district(const std::string& id) const {
  std::vector<std::string> ids;
  for (const auto& each : districts) {
    if (each->catalog.district.id == id) return *each;
    ids.push_back(each->catalog.district.id);
  }
  throw Error(kUnknownDistrict, {}, {id, join(ids, ", ")});
}

const District& State::district(const Call& call) const {
  if (!call.has("district") && !districts.empty()) return *districts.front();
  return district(call.text("district"));
}

}  // namespace zhiheng::serve

// The service itself: health, metrics, description, events, pages.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "base/version.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/openapi.h"
#include "serve/site.h"
#include "serve/state.h"

namespace zhiheng::serve {

Answer get_health(const Call&) { return json_answer({{"status", "ok"}, {"version", kVersion}}); }

Answer get_readiness(const Call& call) {
  const bool ready = !call.state.stopping;
  return json_answer({{"status", ready ? "ok" : "stopping"}, {"version", kVersion}}, ready ? 200 : 503);
}

Answer get_metrics(const Call& call) {
  Answer answer;
  answer.type = "text/plain; version=0.0.4; charset=utf-8";
  answer.body = call.state.metrics.text() +
                fmt::format(
                    "# HELP zhiheng_cached_bytes Answers that lie ready.\n# TYPE zhiheng_cached_bytes gauge\n"
                    "zhiheng_cached_bytes {}\n# HELP zhiheng_event_streams Open event streams.\n"
                    "# TYPE zhiheng_event_streams gauge\nzhiheng_event_streams {}\n",
                    call.state.cache.bytes(), call.state.events.listeners());
  return answer;
}

Answer get_status(const Call& call) {
  State& state = call.state;
  Json jobs{{"queued", 0}, {"running", 0}};
  for (const Json& job : state.jobs.list()) {
    const auto name = job["state"].get<std::string>();
    if (jobs.contains(name)) jobs[name] = jobs[name].get<int>() + 1;
  }
  Json districts = Json::array();
  for (const auto& district : call.districts) districts.push_back(district->catalog.district.id);
  const std::chrono::duration<double> up = system_moment() - state.started;
  std::error_code none;
  const auto space = std::filesystem::space(state.options.workspace, none);
  return json_answer({{"version", kVersion},
                      {"started", to_string(state.started)},
                      {"seconds", std::floor(up.count())},
                      {"memory_bytes", resident_bytes()},
                      {"connections", state.metrics.connections.load()},
                      {"streams", state.events.listeners()},
                      {"cached_bytes", state.cache.bytes()},
                      {"workspace", std::filesystem::absolute(state.options.workspace).string()},
                      {"disk_free_bytes", none ? Json() : Json(space.available)},
                      {"jobs", std::move(jobs)},
                      {"districts", std::move(districts)}});
}

Answer get_openapi(const Call&) { return json_answer(openapi(all_routes())); }

Answer get_events(const Call& call) {
  if (call.has("job")) require_job(call, call.text("job"));
  Answer answer;
  answer.type = "text/event-stream";
  answer.headers.emplace_back("X-Accel-Buffering", "no");  // a proxy must not hold events back
  answer.events = Hearing{call.text("job"), call.visit.token};
  return answer;
}

Answer get_page(const Call& call) {
  const std::string& path = call.text("path");
  if (const auto file = call.state.site.file(path)) return *file;
  // What looks like a file is meant as one; whatever else is a page that the app shows itself
  // (food.pass_rate, too).
  const bool is_file = path.starts_with("assets/") || path.starts_with('.') ||
                       path.find("/.") != std::string::npos || media_type(path) != media_type("");
  const auto page = is_file ? std::nullopt : call.state.site.page();
  if (!page) throw Error(kNotFound, {});
  return *page;
}

}  // namespace zhiheng::serve

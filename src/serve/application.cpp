#include "serve/application.h"

#include <fmt/core.h>

#include "serve/mistakes.h"
#include "views/day.h"

namespace zhiheng::serve {
namespace {

constexpr int kWrongMethodStatus = 405;
constexpr int kOurs = 500;

/// What happened, for the operator; the client is told the request's id only.
std::string words_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "?";
  }
}

/// In China; asked for with every request.
int today() { return views::day_or_today("") - Date(); }

}  // namespace

Application::Application(std::unique_ptr<State> state, const std::string& access_log)
    : state_(std::move(state)), router_(all_routes()), log_(access_log) {}

std::shared_ptr<const Ready> Application::at_once(const Request& request) const {
  if (!request.is_read()) return nullptr;
  return state_->cache.find(request.target, choose_coding(request.header("accept-encoding")), today());
}

std::unique_ptr<Receiver> Application::receiver(const Request& request, bool has_body) const {
  const auto match = router_.find(request.method, request.path);
  const bool takes = all_routes()[match.route].method == "POST";
  if (!takes && has_body) throw Error(kBadRequest, {});
  if (!takes) return nullptr;
  if (!has_body) throw Error(kNoBody, {});
  state_->jobs.check_room();
  return std::make_unique<Receiver>(request, state_->options.jobs.folder, state_->options.jobs.most_bytes);
}

std::shared_ptr<const Ready> Application::handle(const Request& request) {
  std::size_t route = all_routes().size();
  try {
    const int day = today();
    auto match = router_.find(request.method, request.path);
    route = match.route;
    const Route& chosen = all_routes()[route];
    take_parameters(chosen, request, match.values);
    Answer answer = chosen.handler({*state_, request, std::move(match.values)});
    const bool keeps = chosen.keeps && answer.status == 200;
    if (chosen.keeps && answer.keep == Keep::kNever) answer.keep = Keep::kCheck;
    const Coding coding = choose_coding(request.header("accept-encoding"));
    auto ready = make_ready(std::move(answer), route, state_->options.is_secure, coding);
    if (keeps) state_->cache.put(request.target, coding, day, ready);
    return ready;
  } catch (...) {
    return compose(told(std::current_exception(), request), route);
  }
}

std::shared_ptr<const Ready> Application::refuse(const std::exception_ptr& thrown,
                                                 const Request& request) const {
  return compose(told(thrown, request), all_routes().size());
}

void Application::finished(const Request& request, std::size_t route, int status, std::size_t bytes,
                           double seconds) {
  state_->metrics.add(route, status, bytes, seconds);
  log_.add(request.id, request.method, route < all_routes().size() ? all_routes()[route].pattern : "-",
           status, bytes, seconds);
}

Answer Application::told(const std::exception_ptr& thrown, const Request& request) const {
  Answer answer = mistake(thrown, request.id);
  if (answer.status >= kOurs) fmt::print(stderr, "{} {}: {}\n", request.id, answer.status, words_of(thrown));
  if (answer.status == kWrongMethodStatus)
    answer.headers.emplace_back("Allow", router_.allowed(request.path));
  return answer;
}

void Application::stop() { state_->stopping = true; }

std::shared_ptr<const Ready> Application::compose(Answer answer, std::size_t route) const {
  return make_ready(std::move(answer), route, state_->options.is_secure, Coding::kPlain);
}

}  // namespace zhiheng::serve

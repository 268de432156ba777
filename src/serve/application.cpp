#include "serve/application.h"

#include <fmt/core.h>

#include "serve/admission.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "views/day.h"

namespace zhiheng::serve {
namespace {

constexpr int kWrongMethodStatus = 405;
constexpr int kTooManyStatus = 429;
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
  const std::string address = address_of(request, state_->options.behind_proxy);
  if (!state_->rate.take(address, std::chrono::steady_clock::now())) throw Error(kTooOften, {});
  const auto match = router_.find(request.method, request.path);
  const Route& route = all_routes()[match.route];
  if (route.body == Body::kNone) {
    if (has_body) throw Error(kBadRequest, {});
    return nullptr;
  }
  admit(state_->people, route, request, visit_of(state_->people, request), state_->options.behind_proxy);
  if (route.body == Body::kJson) return std::make_unique<JsonReceiver>(request, has_body);
  if (!has_body) throw Error(kNoBody, {});
  state_->jobs.check_room();
  return std::make_unique<FormReceiver>(request, state_->options.jobs.folder,
                                        state_->options.jobs.most_bytes);
}

std::shared_ptr<const Ready> Application::handle(const Request& request) {
  std::size_t route = all_routes().size();
  try {
    auto match = router_.find(request.method, request.path);
    route = match.route;
    return answer(request, all_routes()[route], route, std::move(match.values));
  } catch (...) {
    return compose(told(std::current_exception(), request), route);
  }
}

std::shared_ptr<const Ready> Application::answer(const Request& request, const Route& route,
                                                 std::size_t number,
                                                 std::map<std::string, std::string, std::less<>> values) {
  const int day = today();
  const std::uint64_t version = state_->cache.version();
  const Visit visit = visit_of(state_->people, request);
  admit(state_->people, route, request, visit, state_->options.behind_proxy);
  take_parameters(route, request, values);
  const Call call{*state_, request, visit, std::move(values), state_->districts()};
  admit(call, route);
  Answer answer = route.handler(call);
  const bool keeps = route.keeps && answer.status == 200 && !(is_page(route) && !request.query.empty());
  if (route.keeps && answer.keep == Keep::kNever) answer.keep = Keep::kCheck;
  const Coding coding = choose_coding(request.header("accept-encoding"));
  auto ready = make_ready(std::move(answer), number, state_->options.is_secure, coding);
  if (keeps) state_->cache.put(request.target, coding, day, version, ready);
  return ready;
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
  if (answer.status == kTooManyStatus) answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

void Application::stop() { state_->stopping = true; }

std::shared_ptr<const Ready> Application::compose(Answer answer, std::size_t route) const {
  return make_ready(std::move(answer), route, state_->options.is_secure, Coding::kPlain);
}

}  // namespace zhiheng::serve

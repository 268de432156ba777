#include "serve/admission.h"

#include "base/text.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

/// "https://a.example:8443" → "a.example:8443".
std::string_view host_of(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

/// Browsers say where a write comes from; programs, which hold no cookies of people, don't.
bool is_from_elsewhere(const Request& request, bool behind_proxy) {
  const std::string* origin = request.header("origin");
  if (origin == nullptr) return false;
  const std::string* host = behind_proxy ? request.header("x-forwarded-host") : nullptr;
  if (host == nullptr) host = request.header("host");
  return host == nullptr || host_of(*origin) != *host;
}

}  // namespace

std::string address_of(const Request& request, bool behind_proxy) {
  const std::string* named = behind_proxy ? request.header("x-forwarded-for") : nullptr;
  if (named == nullptr) return request.address;
  const std::size_t comma = named->rfind(',');
  return network_of(std::string(trim(comma == std::string::npos ? *named : named->substr(comma + 1))));
}

Visit visit_of(people::People& people, const Request& request) {
  Visit visit;
  visit.token = request.cookie(kSessionCookie);
  if (!visit.token.empty()) visit.visitor = people.visitor(visit.token);
  if (!visit.visitor) visit.token.clear();
  return visit;
}

void admit(const people::People& people, const Route& route, const Request& request, const Visit& visit,
           bool behind_proxy) {
  if (!request.is_read() && is_from_elsewhere(request, behind_proxy)) throw Error(kCsrf, {});
  const auto* capability = people.policies().capability(route.capability);
  if (capability != nullptr && capability->anonymous) return;
  if (!visit.visitor) throw Error(kSignIn, {});
  const std::string* csrf = request.header("x-csrf-token");
  if (!request.is_read() && (csrf == nullptr || !people::equal(*csrf, people::csrf_of(visit.token))))
    throw Error(kCsrf, {});
  if (people.reach(*visit.visitor, route.capability) != people::Reach::kNever) return;
  throw Error(visit.visitor->must_add_second_factor ? kFactorFirst : kForbidden, {});
}

void admit(const Call& call, const Route& route) {
  call.require(route.capability, route.scope == nullptr ? people::Scope{} : route.scope(call));
}

}  // namespace zhiheng::serve

#pragma once
// Who asks, and whether he may. Decided here, by the one table of rights, and nowhere else.
#include "serve/routes.h"

namespace zhiheng::serve {

inline constexpr const char* kSessionCookie = "zhiheng_session";

/// Who asks, as failures and requests are counted. Behind a proxy that stands last in X-Forwarded-For: what
/// comes before it anybody may have written.
std::string address_of(const Request& request, bool behind_proxy);

/// Whose session the request's cookie names.
Visit visit_of(people::People& people, const Request& request);

/// Before the body is taken in. Throws Error: kCsrf for a write that did not come from our pages; kSignIn,
/// kFactorFirst, kForbidden where he may do this nowhere.
void admit(const people::People& people, const Route& route, const Request& request, const Visit& visit,
           bool behind_proxy);

/// Whether he may do it to what the call touches. Throws Error: as `admit`; where there is no such thing.
void admit(const Call& call, const Route& route);

}  // namespace zhiheng::serve

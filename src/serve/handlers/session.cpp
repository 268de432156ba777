// Who asks: signing in and out, one's own password and second factor.
#include "base/text.h"
#include "serve/admission.h"
#include "serve/body.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/people_json.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kMostPassword = 1024;

std::string cookie(const Call& call, const std::string& token, const char* more) {
  return std::string(kSessionCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax" +
         (call.state.options.is_secure ? "; Secure" : "") + more;
}

Json session_json(const Call& call, const Visit& visit) {
  people::People& people = call.state.people;
  Json json{{"account", nullptr}};
  if (visit.visitor) {
    const people::User user = people.user(visit.visitor->account);
    json = user_json(user);
    json.erase("disabled");
    json.erase("password");
    json.erase("added");
    for (Json& grant : json["roles"]) {
      const auto* role = people.policies().role(grant["role"].get<std::string>());
      if (role != nullptr) grant["title"] = {{"zh", role->zh}, {"en", role->en}};
    }
    json["must_add_second_factor"] = visit.visitor->must_add_second_factor;
    json["csrf"] = people::csrf_of(visit.token);
  }
  json["capabilities"] = Json::object();
  for (const auto& capability : people.policies().capabilities()) {
    const people::Reach reach = visit.visitor          ? people.reach(*visit.visitor, capability.id)
                                : capability.anonymous ? people::Reach::kAll
                                                       : people::Reach::kNever;
    if (reach != people::Reach::kNever) json["capabilities"][capability.id] = word_of(reach);
  }
  json["district"] = call.state.own_district();
  return json;
}

Answer nothing() {
  Answer answer;
  answer.status = 204;
  return answer;
}

}  // namespace

Answer get_session(const Call& call) { return json_answer(session_json(call, call.visit)); }

Answer post_session(const Call& call) {
  Members members(call.request);
  people::Credentials credentials;
  credentials.account = members.text("account", kMostPassword);
  credentials.password = members.text("password", kMostPassword);
  credentials.code = members.optional_text("code");
  credentials.address = address_of(call.request, call.state.options.behind_proxy);
  members.end();
  Visit visit;
  visit.token = call.state.people.sign_in(credentials);
  visit.visitor = call.state.people.visitor(visit.token);
  Answer answer = json_answer(session_json(call, visit));
  answer.headers.emplace_back("Set-Cookie", cookie(call, visit.token, ""));
  return answer;
}

Answer delete_session(const Call& call) {
  call.state.people.sign_out(call.visit.token);
  Answer answer = nothing();
  answer.headers.emplace_back("Set-Cookie", cookie(call, "", "; Max-Age=0"));
  return answer;
}

Answer post_link(const Call& call) {
  Members members(call.request);
  const std::string token = members.text("token"), password = members.text("password", kMostPassword);
  members.end();
  return json_answer({{"account", call.state.people.accept_link(token, password)}});
}

Answer put_password(const Call& call) {
  Members members(call.request);
  const std::string former = members.text("former", kMostPassword),
                    password = members.text("password", kMostPassword);
  members.end();
  call.state.people.change_password(*call.visit.visitor, former, password);
  return nothing();
}

Answer post_second_factor(const Call& call) {
  const std::string secret = call.state.people.new_second_factor();
  return json_answer({{"secret", people::base32(secret)},
                      {"uri", people::totp_uri(secret, call.visit.account(), "质衡 Zhiheng")}});
}

Answer put_second_factor(const Call& call) {
  Members members(call.request);
  const auto secret = people::base32_bytes(members.text("secret"));
  const std::string code = members.text("code");
  members.end();
  constexpr std::size_t kSecretBytes = 20;
  if (!secret || secret->size() != kSecretBytes)
    throw Error(kBadMember, {}, {"secret", "服务器给出的密钥 the secret that the server gave"});
  call.state.people.set_second_factor(*call.visit.visitor, *secret, code);
  return nothing();
}

}  // namespace zhiheng::serve

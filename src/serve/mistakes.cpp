#include "serve/mistakes.h"

#include <map>
#include <nlohmann/json.hpp>

#include "intake/heads.h"

namespace zhiheng::serve {
namespace {

constexpr int kBadInput = 2;

const std::map<std::string_view, int>& statuses() {
  static const std::map<std::string_view, int> kStatuses{{"http.not-found", 404},
                                                         {"http.wrong-method", 405},
                                                         {"http.too-large", 413},
                                                         {"http.long-target", 414},
                                                         {"http.large-head", 431},
                                                         {"http.wrong-type", 415},
                                                         {"http.no-body", 411},
                                                         {"http.busy", 429},
                                                         {"http.too-often", 429},
                                                         {"http.slow", 408},
                                                         {"http.fault", 500},
                                                         {"http.surroundings", 503},
                                                         {"district.unknown", 404},
                                                         {"plan.unknown", 404},
                                                         {"plan.unknown-target", 404},
                                                         {"dataset.unknown", 404},
                                                         {"job.unknown", 404},
                                                         {"paper.none", 404},
                                                         {"http.sign-in", 401},
                                                         {"http.forbidden", 403},
                                                         {"http.csrf", 403},
                                                         {"people.second-factor-first", 403},
                                                         {"people.sign-in-refused", 401},
                                                         {"people.code-needed", 401},
                                                         {"people.no-account", 404},
                                                         {"people.not-allowed", 403},
                                                         {"people.own-rights", 403},
                                                         {"people.account-taken", 409},
                                                         {"people.last-administrator", 409},
                                                         {"people.too-late", 409},
                                                         {"people.has-second-factor", 409},
                                                         {"journal.no-stream", 404},
                                                         {"flow.unknown-case", 404},
                                                         {"flow.unknown", 404},
                                                         {"flow.changed-meanwhile", 409},
                                                         {"flow.one-only", 409},
                                                         {"flow.other-person", 403},
                                                         {"flow.platform-only", 403},
                                                         {"flow.key-reused", 409},
                                                         {"intake.locked", 409},
                                                         {"file.unknown", 404},
                                                         {"paper.other-district", 404},
                                                         {"chapter.unknown", 404},
                                                         {"report.unknown-year", 404},
                                                         {"workspace.no-batch", 404},
                                                         {"workspace.withdrawn-already", 409}};
  return kStatuses;
}

}  // namespace

int status_of(const Error& error) {
  const auto found = statuses().find(error.diagnostics().front().code);
  if (found != statuses().end()) return found->second;
  if (error.exit_code() == kBadInput) return 400;
  return error.exit_code() == kSurroundings ? 503 : 500;
}

Answer mistake(const Error& error, const std::string& request) {
  Answer answer;
  answer.status = status_of(error);
  Diagnostic said = error.diagnostics().front();
  if (error.exit_code() != kBadInput)
    said = diagnose(error.exit_code() == kSurroundings ? kUnavailable : kFault, {});
  nlohmann::ordered_json json{
      {"error", {{"code", said.code}, {"zh", said.zh}, {"en", said.en}, {"request", request}}}};
  if (const auto* missing = dynamic_cast<const intake::HeadsMissing*>(&error))
    json["error"]["heads"] = missing->unknown();
  answer.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  return answer;
}

Answer mistake(const std::exception_ptr& thrown, const std::string& request) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    return mistake(error, request);
  } catch (...) {
    return mistake(Error(kFault, {}, {}, 70), request);
  }
}

}  // namespace zhiheng::serve

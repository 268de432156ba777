// Long work: audits of documents that are handed in.
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/state.h"

namespace zhiheng::serve {

Answer post_job(const Call& call) {
  const auto form = std::static_pointer_cast<ReceivedForm>(call.request.form);
  const std::string* kind = form->field("kind");
  if (kind == nullptr || *kind != "audit")
    throw Error(kBadParameter, {}, {"kind", kind == nullptr ? "" : *kind, "audit"});
  const Json job = call.state.jobs.start_audit(form);
  Answer answer = json_answer(job, 202);
  answer.headers.emplace_back("Location", "/api/v1/jobs/" + job["id"].get<std::string>());
  return answer;
}

Answer get_job(const Call& call) { return json_answer(call.state.jobs.get(call.text("job"))); }

Answer delete_job(const Call& call) { return json_answer(call.state.jobs.cancel(call.text("job"))); }

}  // namespace zhiheng::serve

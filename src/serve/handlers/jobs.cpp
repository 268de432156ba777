// Long work: who asked for it sees it, ends it, gets its result. And audits of documents that are handed in.
#include "read/read_document.h"
#include "serve/audit_child.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

constexpr int kUnreadable = 2;

/// Reads what it can; documents that can't be read are told as refused.
bool read_all(JobRun& run, const ReceivedForm& form, audit::Report& report) {
  for (std::size_t i = 0; i < form.files.size(); ++i) {
    if (!run.tell(i, form.files.size() + 1, "读取", "reading")) return false;
    try {
      report.documents.push_back(read::read_document(form.files[i].path, form.files[i].name));
    } catch (const Error& error) {
      if (error.exit_code() != kUnreadable) throw;
      report.refused.insert(report.refused.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  return true;
}

Json audit(JobRun& run, const ReceivedForm& form) {
  audit::Report report;
  if (!read_all(run, form, report)) return {};
  const std::size_t steps = form.files.size() + 1;
  if (!run.tell(form.files.size(), steps, "核算", "auditing")) return {};
  const auto told = audit_in_child(report, [&] { return run.goes_on(); });
  return told ? Json::parse(*told) : Json();
}

}  // namespace

void require_job(const Call& call, const std::string& id) {
  people::Scope scope;
  scope.account = call.state.jobs.owner(id);
  if (scope.account.empty() || call.may("job.any")) return;
  call.require("job.own", scope);
}

Answer job_answer(const Json& job) {
  Answer answer = json_answer(job, 202);
  answer.headers.emplace_back("Location", "/api/v1/jobs/" + job["id"].get<std::string>());
  return answer;
}

Answer post_job(const Call& call) {
  const auto form = std::static_pointer_cast<ReceivedForm>(call.request.form);
  const std::string* kind = form->field("kind");
  if (kind == nullptr || *kind != "audit")
    throw Error(kBadParameter, {}, {"kind", kind == nullptr ? "" : *kind, "audit"});
  if (form->files.empty()) throw Error(kBadForm, {}, {"没有文件 no file"});
  return job_answer(call.state.jobs.start({"audit", form->files.front().name, call.visit.account(),
                                           [form](JobRun& run) { return audit(run, *form); }}));
}

Answer list_jobs(const Call& call) {
  std::vector<Json> items;
  const bool all = call.may("job.any");
  for (auto& job : call.state.jobs.list()) {
    if (all || job["by"] == call.visit.account()) items.push_back(std::move(job));
  }
  return list_answer(call, items);
}

Answer get_job(const Call& call) {
  require_job(call, call.text("job"));
  return json_answer(call.state.jobs.get(call.text("job")));
}

Answer delete_job(const Call& call) {
  require_job(call, call.text("job"));
  return json_answer(call.state.jobs.cancel(call.text("job")));
}

}  // namespace zhiheng::serve

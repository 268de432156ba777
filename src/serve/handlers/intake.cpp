// What departments hand in: sent, checked, approved by another person, taken in, withdrawn.
#include "serve/intake.h"

#include <algorithm>
#include <filesystem>

#include "base/identifiers.h"
#include "people/change.h"
#include "serve/body.h"
#include "serve/case_access.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "serve/state.h"
#include "views/day.h"
#include "views/import_json.h"
#include "views/quality.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kNoBatch{"workspace.no-batch", "没有批次 {}", "there is no batch {}"};

const std::string& field_of(const Form& form, const char* name) {
  static const std::string kNone;
  const std::string* found = form.field(name);
  return found == nullptr ? kNone : *found;
}

const catalog::Dataset& dataset_of(const Call& call, const std::string& id) {
  return call.state.records->dataset(id);
}

people::Scope scope_of_dataset(const catalog::Dataset& dataset) {
  return {"", dataset.domain, {"department", dataset.owner}, ""};
}

std::map<std::string, std::string> heads_of(const std::string& text) {
  std::map<std::string, std::string> heads;
  if (text.empty()) return heads;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) throw Error(kBadMember, {}, {"heads", "{文件列: 列} {head: column}"});
  for (const auto& [head, column] : json.items()) {
    if (!column.is_string()) throw Error(kBadMember, {}, {"heads", "{文件列: 列} {head: column}"});
    heads[head] = column;
  }
  return heads;
}

flow::CasePtr submission_of(const Call& call) {
  const auto one = seen_case(call, call.text("case"));
  if (one->flow != "submission") throw Error(flow::kUnknownCase, {}, {one->id});
  return one;
}

flow::CasePtr step(const Call& call, const std::string& id, const char* name, std::uint64_t seen,
                   Json fields) {
  return call.state.flows.change({.at = {},
                                  .by = call.visit.account(),
                                  .key = {},
                                  .by_platform = true,
                                  .what = flow::Step{id, name, seen, std::move(fields)}});
}

/// The heads of a file whose cells hold personal data of a class that the visitor may not see, or must say
/// that he has seen: by place.
std::map<std::size_t, std::string> personal_cells(const Call& call, const flow::Case& submission,
                                                  const Json& heads) {
  const auto& dataset = dataset_of(call, submission.subject);
  const Json said = submission.fields.value("heads", Json::object());
  std::map<std::size_t, std::string> found;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const auto head = heads[i].get<std::string>();
    const std::string column_id = said.value(head, "");
    for (const auto& column : dataset.columns) {
      const bool named =
          column.id == column_id || column.id == head || column.title.zh == head || column.title.en == head;
      if (named && !column.personal.empty()) found[i] = column.personal;
    }
  }
  return found;
}

std::string masked(const std::string& text, const std::string& personal) {
  if (text.empty()) return text;
  if (personal == "id") return mask_id(text);
  if (personal == "contact") return mask_phone(text);
  return mask_name(text);
}

/// Who may see the class sees it, and the journal says so; for others it is masked.
void guard_personal(const Call& call, const flow::Case& submission, const Json& heads, Json& items) {
  const auto personal = personal_cells(call, submission, heads);
  const people::Scope scope = scope_of_dataset(dataset_of(call, submission.subject));
  std::map<std::string, bool> seen;
  for (const auto& [_, name] : personal) seen[name] = call.may("field." + name, scope);
  for (Json& item : items) {
    for (const auto& [at, name] : personal) {
      Json& cells = item["cells"];
      if (!seen[name] && at < cells.size()) cells[at] = masked(cells[at], name);
    }
  }
  if (items.empty()) return;
  for (const auto& [name, may] : seen) {
    if (may)
      call.state.people.change(call.visit.account(),
                               people::ReadPersonal{name, submission.subject, submission.id,
                                                    "核对退回的行 looking through rejected rows", scope});
  }
}

Json due_json(const catalog::Dataset& dataset, const std::string& period, const std::string& due,
              const char* state) {
  return {{"id", dataset.id + (period.empty() ? "" : ":" + period)},
          {"dataset", dataset.id},
          {"title", {{"zh", dataset.title.zh}, {"en", dataset.title.en}}},
          {"period", period},
          {"due", due.empty() ? Json() : Json(due)},
          {"state", state},
          {"submission", nullptr}};
}

/// The newest submission that has not come to its end, of that period where it has periods.
void add_submission(const Call& call, Json& item) {
  flow::Query query{.flow = "submission", .subject = item["dataset"]};
  query.open_only = true;
  for (const auto& one : call.state.flows.list(query).items) {
    const Json periods = one->fields.value("periods", Json::array());
    const bool fits = item["period"] == "" || std::ranges::find(periods, item["period"]) != periods.end();
    if (!fits) continue;
    item["state"] = one->state;
    item["submission"] = one->id;
    return;
  }
}

}  // namespace

people::Scope scope_of_sending(const Call& call) {
  return scope_of_dataset(dataset_of(call, field_of(*call.request.form, "dataset")));
}

people::Scope scope_of_batch(const Call& call) {
  const auto batches = call.state.intake.batches();
  const auto found =
      std::ranges::find_if(*batches, [&](const auto& b) { return b.id() == call.text("batch"); });
  if (found == batches->end()) throw Error(kNoBatch, {}, {call.text("batch")});
  return scope_of_dataset(dataset_of(call, found->dataset));
}

people::Scope scope_of_submission(const Call& call) {
  const auto one = submission_of(call);
  return {one->area, one->domain, one->unit, one->by};
}

Answer post_submission(const Call& call) {
  const auto form = std::static_pointer_cast<ReceivedForm>(call.request.form);
  if (form->files.size() != 1) throw Error(kBadForm, {}, {"应有一个文件 one file is expected"});
  Sending sending;
  sending.dataset = field_of(*form, "dataset");
  sending.by = call.visit.account();
  sending.unit = {"department", dataset_of(call, sending.dataset).owner};
  sending.heads = heads_of(field_of(*form, "heads"));
  sending.simulated = field_of(*form, "simulated") == "1";
  sending.replaces = field_of(*form, "replaces");
  if (!sending.replaces.empty()) require_step(call, *seen_case(call, sending.replaces), "withdraw");
  call.state.jobs.check_room();
  sending.file = call.state.files.keep(form->files.front());
  const std::string name = form->files.front().name;
  return job_answer(
      call.state.jobs.start({"check", name, sending.by, [&state = call.state, sending](JobRun& run) {
                               return state.intake.check(run, sending);
                             }}));
}

Answer approve_submission(const Call& call) {
  Members members(call.request);
  const std::uint64_t seen = members.number("version");
  const std::string note = members.optional_text("note", 3000);
  members.end();
  const auto one = submission_of(call);
  call.state.intake.refuse_locked(*one);
  call.state.jobs.check_room();
  step(call, one->id, "approve", seen, note.empty() ? Json::object() : Json{{"note", note}});
  return job_answer(
      call.state.jobs.start({"import", one->fields["file"].value("name", ""), call.visit.account(),
                             [&state = call.state, id = one->id, by = call.visit.account()](JobRun& run) {
                               return state.intake.take_in(run, id, by);
                             }}));
}

Answer hand_back_submission(const Call& call) {
  Members members(call.request);
  const std::uint64_t seen = members.number("version");
  Json fields{{"reason", members.text("reason", 6000)}};
  if (const std::string due = members.optional_text("due"); !due.empty()) fields["due"] = due;
  members.end();
  return json_answer(case_json(call, *step(call, submission_of(call)->id, "hand_back", seen, fields), true));
}

Answer withdraw_submission(const Call& call) {
  Members members(call.request);
  const std::uint64_t seen = members.number("version");
  const Json fields{{"reason", members.text("reason", 6000)}};
  members.end();
  return json_answer(case_json(call, *step(call, submission_of(call)->id, "withdraw", seen, fields), true));
}

Answer get_rejected(const Call& call) {
  const auto [page, size] = page_of(call);
  const auto one = submission_of(call);
  Json rows = call.state.intake.rejected(*one, page * size, size);
  guard_personal(call, *one, rows["heads"], rows["items"]);
  rows["page"] = page + 1;
  rows["per_page"] = size;
  return json_answer(rows);
}

Answer get_rejected_file(const Call& call) {
  const std::string& name = call.text("file");
  if (name != "rejects.csv" && name != "rejects.xlsx") throw Error(kNotFound, {});
  const auto one = submission_of(call);
  const people::Scope scope = scope_of_dataset(dataset_of(call, one->subject));
  const Json heads = call.state.intake.rejected(*one, 0, 0)["heads"];
  for (const auto& [_, personal] : personal_cells(call, *one, heads)) {
    call.require("field." + personal, scope);
    call.state.people.change(call.visit.account(),
                             people::ReadPersonal{personal, one->subject, one->id,
                                                  "下载退回的行 downloading rejected rows", scope});
  }
  const UploadFolder folder(call.state.options.jobs.folder);
  const std::string path = folder.path() + "/" + name;
  call.state.intake.write_rejected(*one, path);
  if (!std::filesystem::exists(path)) throw Error(kNotFound, {});  // there was none
  return attachment(path, one->id + "." + name);
}

Answer list_batches(const Call& call) {
  std::vector<Json> items;
  const auto batches = call.state.intake.batches();
  for (auto batch = batches->rbegin(); batch != batches->rend(); ++batch) {
    const auto* dataset = call.state.records->catalog.dataset(batch->dataset);
    if (dataset == nullptr || !call.may("intake.read", scope_of_dataset(*dataset))) continue;
    Json item = views::batch_json(*batch);
    item["id"] = item["batch"];
    item["title"] = {{"zh", batch->file}, {"en", batch->file}};
    item["may"] = Json::array();
    if (!batch->withdrawn && call.may("intake.withdraw", scope_of_dataset(*dataset)))
      item["may"].push_back("withdraw");
    items.push_back(std::move(item));
  }
  return list_answer(call, items, {"dataset"});
}

Answer withdraw_batch(const Call& call) {
  Members members(call.request);
  const std::string reason = members.text("reason", 3000);
  members.end();
  call.state.intake.withdraw(call.text("batch"), call.visit.account(), reason);
  const auto batches = call.state.intake.batches();
  return json_answer(views::batch_json(
      *std::ranges::find_if(*batches, [&](const auto& b) { return b.id() == call.text("batch"); })));
}

Answer get_quality(const Call& call) {
  views::QualityQuestion question;
  question.period = call.text("year");
  const auto report = views::quality_report(*call.state.records, *call.state.intake.batches(), question);
  Answer answer;
  answer.body = views::quality_json(report, call.state.records->catalog) + "\n";
  return answer;
}

Answer list_due(const Call& call) {
  const people::Unit unit = call.state.people.user(call.visit.account()).unit;
  const auto& records = *call.state.records;
  const Date today = views::day_or_today("");
  const auto batches = call.state.intake.batches();
  std::vector<Json> items;
  for (const auto& [id, dataset] : records.catalog.datasets) {
    if (unit.kind != "department" || dataset.owner != unit.code) continue;
    const auto quality = views::quality_of(records, *batches, dataset, today);
    if (!quality) {
      items.push_back(due_json(dataset, "", "", "due"));
      continue;
    }
    for (const auto& period : quality->periods) {
      if (period.came || !period.due) continue;
      items.push_back(due_json(dataset, period.period.to_string(), period.due->to_string(),
                               *period.due < today ? "overdue" : "due"));
    }
  }
  for (Json& item : items) add_submission(call, item);
  return list_answer(call, items, {"dataset", "state"});
}

}  // namespace zhiheng::serve

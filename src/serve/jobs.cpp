#include "serve/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <random>

#include "read/read_document.h"
#include "serve/audit_child.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr ErrorCode kUnknownJob{"job.unknown", "没有这项作业，或结果已不再保留",
                                "there is no such job, or its result is no longer kept"};
constexpr int kUnreadable = 2;

std::string random_id() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

}  // namespace

struct Jobs::Job {
  std::string id, kind;
  std::string state = "queued";
  std::size_t done = 0, of = 0;
  std::string zh, en;  // what is being done
  std::shared_ptr<ReceivedForm> form;
  std::shared_ptr<const Json> result;
  Json error;
  Clock::time_point over;
  bool is_over() const { return state != "queued" && state != "running"; }
};

Jobs::Jobs(const JobOptions& options, Events& events)
    : options_(options), events_(events), worker_([this] { work(); }) {}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  worker_.join();
}

void Jobs::check_room() const {
  const std::lock_guard lock(mutex_);
  const auto open = std::ranges::count_if(jobs_, [](const auto& each) { return !each.second->is_over(); });
  if (static_cast<std::size_t>(open) >= options_.most_waiting) throw Error(kBusy, {});
}

Json Jobs::start_audit(std::shared_ptr<ReceivedForm> form) {
  if (form == nullptr || form->files.empty()) throw Error(kBadForm, {}, {"没有文件 no file"});
  check_room();
  auto job = std::make_shared<Job>();
  job->id = random_id();
  job->kind = "audit";
  job->of = form->files.size() + 1;  // reading each, then auditing all
  job->form = std::move(form);
  const std::lock_guard lock(mutex_);
  forget_old();
  jobs_.emplace(job->id, job);
  queue_.push_back(job);
  wake_.notify_one();
  return view(*job);
}

Json Jobs::get(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) throw Error(kUnknownJob, {});
  return view(*found->second);
}

Json Jobs::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) throw Error(kUnknownJob, {});
  Job& job = *found->second;
  if (!job.is_over()) {
    job.state = "cancelled";
    job.over = Clock::now();
    std::erase(queue_, found->second);
    publish(job);
  }
  return view(job);
}

void Jobs::work() {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      job = queue_.front();
      queue_.pop_front();
      job->state = "running";
    }
    run(*job);
    const std::lock_guard lock(mutex_);
    job->form.reset();
  }
}

void Jobs::run(Job& job) {
  Json error;
  try {
    audit(job, *job.form);
    return;
  } catch (...) {
    error = Json::parse(mistake(std::current_exception(), job.id).body)["error"];
  }
  const std::lock_guard lock(mutex_);
  if (job.is_over()) return;
  job.state = "failed";
  job.error = std::move(error);
  job.over = Clock::now();
  publish(job);
}

void Jobs::audit(Job& job, const ReceivedForm& form) {
  audit::Report report;
  for (std::size_t i = 0; i < form.files.size(); ++i) {
    if (!tell(job, i, "读取", "reading")) return;
    try {
      report.documents.push_back(read::read_document(form.files[i].path, form.files[i].name));
    } catch (const Error& error) {
      if (error.exit_code() != kUnreadable) throw;
      report.refused.insert(report.refused.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  if (!tell(job, form.files.size(), "核算", "auditing")) return;
  const auto told = audit_in_child(report, [&] {
    const std::lock_guard lock(mutex_);
    return !job.is_over() && !stopping_;
  });
  if (!told) return;
  auto result = std::make_shared<const Json>(Json::parse(*told));
  const std::lock_guard lock(mutex_);
  if (job.is_over()) return;
  job.result = std::move(result);
  job.state = "done";
  job.done = job.of;
  job.over = Clock::now();
  publish(job);
}

bool Jobs::tell(Job& job, std::size_t done, const char* zh, const char* en) {
  const std::lock_guard lock(mutex_);
  if (job.is_over() || stopping_) return false;
  job.done = done;
  job.zh = zh;
  job.en = en;
  publish(job);
  return true;
}

void Jobs::publish(const Job& job) {
  Json event{{"kind", "job"}};
  Json seen = view(job);
  seen.erase("result");
  seen.erase("kind");
  event.update(seen);
  events_.publish(event.dump(), job.id);
}

void Jobs::forget_old() {
  std::erase_if(jobs_, [&](const auto& each) {
    return each.second->is_over() && Clock::now() - each.second->over > options_.kept;
  });
}

Json Jobs::view(const Job& job) const {
  Json json{{"id", job.id},
            {"kind", job.kind},
            {"state", job.state},
            {"progress", {{"done", job.done}, {"of", job.of}, {"what", {{"zh", job.zh}, {"en", job.en}}}}}};
  if (job.result) json["result"] = *job.result;
  if (!job.error.is_null()) json["error"] = job.error;
  return json;
}

}  // namespace zhiheng::serve

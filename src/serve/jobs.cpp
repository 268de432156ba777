#include "serve/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "people/secrets.h"
#include "serve/mistakes.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;
using Steady = std::chrono::steady_clock;

constexpr ErrorCode kUnknownJob{"job.unknown", "没有这项作业，或结果已不再保留",
                                "there is no such job, or its result is no longer kept"};

}  // namespace

struct Jobs::Job {
  std::string id;
  Task task;
  Moment at;
  std::string state = "queued";
  std::uint64_t done = 0, of = 0;
  std::string zh, en;  // what is being done
  std::shared_ptr<const Json> result;
  Json error;
  Steady::time_point over, told;
  bool is_over() const { return state != "queued" && state != "running"; }
};

class Jobs::Run final : public JobRun {
 public:
  Run(Jobs& jobs, Job& job) : jobs_(jobs), job_(job) {}
  bool tell(std::uint64_t done, std::uint64_t of, const char* zh, const char* en) override {
    constexpr auto kOften = std::chrono::milliseconds(100);
    const std::lock_guard lock(jobs_.mutex_);
    if (job_.is_over() || jobs_.stopping_) return false;
    const bool is_news = job_.zh != zh || Steady::now() - job_.told > kOften;
    job_.done = done;
    job_.of = of;
    job_.zh = zh;
    job_.en = en;
    if (is_news) jobs_.publish(job_);
    return true;
  }
  bool goes_on() override {
    const std::lock_guard lock(jobs_.mutex_);
    return !job_.is_over() && !jobs_.stopping_;
  }

 private:
  Jobs& jobs_;
  Job& job_;
};

Jobs::Jobs(const JobOptions& options, Events& events) : options_(options), events_(events) {
  for (Lane* lane : {&audits_, &others_}) lane->worker = std::thread([this, lane] { work(*lane); });
}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (Lane* lane : {&audits_, &others_}) lane->worker.join();
}

void Jobs::check_room() const {
  const std::lock_guard lock(mutex_);
  const auto open = std::ranges::count_if(jobs_, [](const auto& each) { return !each.second->is_over(); });
  if (static_cast<std::size_t>(open) >= options_.most_waiting) throw Error(kBusy, {});
}

Json Jobs::start(Task task) {
  check_room();
  auto job = std::make_shared<Job>();
  job->id = people::new_token(people::system_random());
  job->task = std::move(task);
  job->at = system_moment();
  const std::lock_guard lock(mutex_);
  forget_old();
  jobs_.emplace(job->id, job);
  (job->task.kind == "audit" ? audits_ : others_).queue.push_back(job);
  wake_.notify_all();
  return view(*job);
}

const Jobs::Job& Jobs::found(const std::string& id) const {
  const auto at = jobs_.find(id);
  if (at == jobs_.end()) throw Error(kUnknownJob, {});
  return *at->second;
}

Json Jobs::get(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return view(found(id));
}

std::string Jobs::owner(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return found(id).task.by;
}

std::vector<Json> Jobs::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Json> all;
  for (const auto& [id, job] : jobs_) {
    all.push_back(view(*job));
    all.back().erase("result");
  }
  std::ranges::sort(all, [](const Json& a, const Json& b) { return b["at"] < a["at"]; });
  return all;
}

Json Jobs::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  static_cast<void>(found(id));
  const auto job = jobs_.at(id);
  if (!job->is_over()) {
    job->state = "cancelled";
    job->over = Steady::now();
    for (Lane* lane : {&audits_, &others_}) std::erase(lane->queue, job);
    publish(*job);
  }
  return view(*job);
}

void Jobs::work(Lane& lane) {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !lane.queue.empty(); });
      if (stopping_) return;
      job = lane.queue.front();
      lane.queue.pop_front();
      job->state = "running";
    }
    run(*job);
    const auto finished = std::move(job->task.work);  // what it holds may be large
  }
}

void Jobs::run(Job& job) {
  Json error;
  std::shared_ptr<const Json> result;
  try {
    Run going(*this, job);
    result = std::make_shared<const Json>(job.task.work(going));
  } catch (...) {
    error = Json::parse(mistake(std::current_exception(), job.id).body)["error"];
  }
  const std::lock_guard lock(mutex_);
  if (job.is_over()) return;
  job.state = result ? "done" : "failed";
  job.done = result ? job.of : job.done;
  job.result = std::move(result);
  job.error = std::move(error);
  job.over = Steady::now();
  publish(job);
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
    return each.second->is_over() && Steady::now() - each.second->over > options_.kept;
  });
}

Json Jobs::view(const Job& job) const {
  Json json{{"id", job.id},
            {"kind", job.task.kind},
            {"title", job.task.title},
            {"by", job.task.by},
            {"at", to_string(job.at)},
            {"state", job.state},
            {"progress", {{"done", job.done}, {"of", job.of}, {"what", {{"zh", job.zh}, {"en", job.en}}}}}};
  if (job.result) json["result"] = *job.result;
  if (!job.error.is_null()) json["error"] = job.error;
  return json;
}

}  // namespace zhiheng::serve

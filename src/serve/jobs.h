#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/moment.h"
#include "serve/events.h"

namespace zhiheng::serve {

struct JobOptions {
  std::string folder;  // for what is uploaded, until the job is over: the state says where
  std::size_t most_bytes = std::size_t{200} << 20;  // of one request's files
  std::size_t most_waiting = 16;                    // jobs that are not over
  std::chrono::minutes kept{60};                    // how long a result can be asked for
};

/// What work that is going on may say and ask.
class JobRun {
 public:
  virtual ~JobRun() = default;
  /// How far it is. False where it shall end: what it gives back then is seen by nobody.
  virtual bool tell(std::uint64_t done, std::uint64_t of, const char* zh, const char* en) = 0;
  virtual bool goes_on() = 0;
};

/// What is to be done.
struct Task {
  std::string kind;   // "audit"
  std::string title;  // for people: "样品.csv"
  std::string by;     // account; empty: nobody is signed in, and who has the job's id has access
  std::function<nlohmann::ordered_json(JobRun&)> work;  // its result; may throw
};

/// Work that takes longer than a request should, on two threads: audits on one, what writes on the other, one
/// after the other. Each change is told as an event {kind: "job", id, state, progress} to those who listen to
/// the job. Ids are 128 random bits. For several threads.
class Jobs {
 public:
  Jobs(const JobOptions& options, Events& events);
  /// Ends after the work that can't be ended in between.
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  /// Throws Error (kBusy) where there are too many jobs already.
  void check_room() const;

  /// Queues the task; gives the job as get() does. Throws Error (kBusy).
  nlohmann::ordered_json start(Task task);

  /// {id, kind, title, by, at, state: queued | running | done | failed | cancelled, progress: {done, of,
  /// what: {zh, en}}, result?, error?}. Throws Error ("job.unknown").
  nlohmann::ordered_json get(const std::string& id) const;
  /// Without results, newest first.
  std::vector<nlohmann::ordered_json> list() const;
  /// Whose it is: an account, or empty. Throws Error ("job.unknown").
  std::string owner(const std::string& id) const;

  /// Ends a job that is not over; nothing is kept of it.
  nlohmann::ordered_json cancel(const std::string& id);

 private:
  struct Job;
  class Run;
  struct Lane {
    std::deque<std::shared_ptr<Job>> queue;
    std::thread worker;
  };
  void work(Lane& lane);
  void run(Job& job);
  const Job& found(const std::string& id) const;
  void publish(const Job& job);
  void forget_old();
  nlohmann::ordered_json view(const Job& job) const;

  JobOptions options_;
  Events& events_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  bool stopping_ = false;
  Lane audits_, others_;
};

}  // namespace zhiheng::serve

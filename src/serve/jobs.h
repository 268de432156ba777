#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <thread>

#include "serve/events.h"
#include "serve/multipart.h"

namespace zhiheng::serve {

struct JobOptions {
  std::string folder = "/tmp";                      // for what is uploaded, until the job is over
  std::size_t most_bytes = std::size_t{200} << 20;  // of one request's files
  std::size_t most_waiting = 16;                    // jobs that are not over
  std::chrono::minutes kept{60};                    // how long a result can be asked for
};

/// Work that takes longer than a request should: one job after the other, on a thread of its own. Each change
/// is told as an event {kind: "job", id, state, progress} to those who listen to the job. The id is what
/// gives access: 128 random bits. For several threads.
class Jobs {
 public:
  Jobs(const JobOptions& options, Events& events);
  /// Ends after the document that is being read.
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  /// Throws Error (kBusy) where there are too many jobs already.
  void check_room() const;

  /// Starts an audit of the form's files; gives the job as get() does. Throws Error (kBusy, kBadForm without
  /// files).
  nlohmann::ordered_json start_audit(std::shared_ptr<ReceivedForm> form);

  /// {id, kind, state: queued | running | done | failed | cancelled, progress: {done, of, what: {zh, en}},
  /// result?, error?}. Throws Error ("job.unknown").
  nlohmann::ordered_json get(const std::string& id) const;

  /// Ends a job that is not over; nothing is kept of it. A document that is being read is read to its end,
  /// unseen.
  nlohmann::ordered_json cancel(const std::string& id);

 private:
  struct Job;
  void work();
  void run(Job& job);
  void audit(Job& job, const ReceivedForm& form);
  /// Whether the job still goes on.
  bool tell(Job& job, std::size_t done, const char* zh, const char* en);
  void publish(const Job& job);
  void forget_old();
  nlohmann::ordered_json view(const Job& job) const;

  JobOptions options_;
  Events& events_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::deque<std::shared_ptr<Job>> queue_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace zhiheng::serve

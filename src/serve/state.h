#pragma once
// What handlers answer from.
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "flow/flows.h"
#include "people/people.h"
#include "serve/district.h"
#include "serve/events.h"
#include "serve/files.h"
#include "serve/intake.h"
#include "serve/jobs.h"
#include "serve/metrics.h"
#include "serve/paper_desk.h"
#include "serve/rate_limit.h"
#include "serve/ready.h"
#include "serve/site.h"
#include "views/records.h"

namespace zhiheng::serve {

struct StateOptions {
  catalog::Home home;
  std::vector<std::string> districts;  // empty: all that there are
  std::string workspace;               // made where there is none, for the first of the districts
  std::string store;   // URL of a database that has the records; empty: they are in the workspace
  std::string web;     // folder of the web app
  std::string papers;  // folder with DISTRICT-YEAR/white-paper.*
  std::size_t most_cached = std::size_t{256} << 20;  // bytes of ready answers
  JobOptions jobs;
  bool is_secure = false;      // browsers reach it over TLS
  bool behind_proxy = false;   // who asks stands in X-Forwarded-For, what he asked in X-Forwarded-Host
  double rate = 50;            // requests a second of one address that have to be computed; 0: no limit
  people::HashCost cost = {};  // smaller only in tests
};

class State {
 public:
  using Districts = std::vector<std::shared_ptr<const District>>;

  /// Opens the workspace for writing, goes on with what was interrupted, and reads all districts, on as many
  /// threads as there are. Throws Error: mistakes in a pack, what views::open_records and people::People
  /// throw, "route.no-capability" where a route asks for a right that the table of rights hasn't.
  explicit State(const StateOptions& options);

  /// As they are now, sorted by id.
  Districts districts() const;
  /// The district of the workspace.
  const std::string& own_district() const { return records->catalog.district.id; }
  /// Where the records of the own district are: URL or folder.
  const std::string& records_place() const {
    return options.store.empty() ? options.workspace : options.store;
  }
  /// Reads the workspace's district anew, because its records have changed; answers made before are
  /// forgotten, listeners told.
  void refresh();

  StateOptions options;
  Moment started;
  std::unique_ptr<views::Records> records;    // written by nobody else while this lives
  std::unique_ptr<intake::Workspace> folder;  // the workspace, where the records are elsewhere
  people::People people;
  FileStore files;
  Site site;
  AnswerCache cache;
  Events events;
  flow::Flows flows;
  Intake intake;
  PaperDesk desk;
  Jobs jobs;
  Metrics metrics;
  RateLimit rate;
  std::atomic<bool> stopping{false};

 private:
  void go_on();
  /// Listeners who may see the case.
  void tell(const flow::Case& one);

  mutable std::mutex mutex_;
  Districts districts_;
};

/// The time of the system.
Moment system_moment();

}  // namespace zhiheng::serve

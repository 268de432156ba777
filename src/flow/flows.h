#pragma once
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "flow/change.h"
#include "flow/index.h"
#include "journal/journal.h"

namespace zhiheng::flow {

/// The cases of one workspace. Thread-safe. A change is checked, applied and put before the journal's stream
/// `cases` in one go; then its caller waits for the disk, together with all others: no change is reported as
/// done that is not on the disk. What is read may be some milliseconds ahead of the disk.
class Flows {
 public:
  struct Options {
    std::string workspace;    // journal/ is in it
    Definitions definitions;  // load_flows(); mistakes are the caller's to report
    Clock clock;
    /// Told of every change once it is on the disk, by the thread that asked for it: two changes of a case
    /// may be told in either order, `version` says which is later. May call everything here; must not throw.
    std::function<void(const Case&)> listener = {};
    journal::Algorithm algorithm = journal::Algorithm::kSha256;
    journal::Disk* disk = &journal::system_disk();
  };
  /// Replays the journal. Throws Error: what journal::Journal throws, "flow.bad-entry".
  explicit Flows(Options options);

  /// Does what `may` allows (`change.at` is set here) and gives the case as it is after that; with a key
  /// that was used before, what came of it then. Rights are the caller's to ask, by `may` of the step's rule
  /// and what the case is of. Throws Error: why not; "flow.too-large"; "journal.unwritable", from then on for
  /// every change until a restart: what had not reached the disk has not happened, and is no longer shown.
  CasePtr change(Change change);

  /// nullptr where there is none.
  CasePtr find(std::string_view id) const;
  /// Milliseconds for 100,000 cases.
  Page list(const Query& query) const;

  const Definitions& definitions() const { return options_.definitions; }
  /// The definition that a case began under; nullptr where its file is gone: then it can only be read.
  const Definition* definition_of(const Case& one) const;
  /// The steps of its state that `person` may take who has their capability: not the automatic ones, and not
  /// those that are for another person.
  std::vector<const StepRule*> steps_now(const Case& one, std::string_view person = {}) const;
  /// As it is now.
  State state() const;

 private:
  struct Begun {
    CasePtr one;
    std::shared_future<journal::Receipt> written;
    bool is_new = true;
  };

  std::shared_lock<std::shared_mutex> reading() const;
  std::unique_lock<std::shared_mutex> writing();
  Begun begin(Change change);
  void take_back(const Error& why);
  void replay();

  Options options_;
  journal::Journal journal_;
  mutable std::mutex turn_;          // for mutex_: else readers would pass a writer who waits
  mutable std::shared_mutex mutex_;  // of what follows
  State state_;
  CaseIndex index_;
  std::shared_future<journal::Receipt> last_;  // of the last entry: then all before are on the disk
  std::optional<Error> broken_;
};

}  // namespace zhiheng::flow

#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace zhiheng::serve {

/// Hands events to those who listen. For several threads.
class Events {
 public:
  /// Called from the publisher's thread with one event as it goes over the wire: it must not block, and must
  /// not come back to Events.
  using Listener = std::function<void(const std::shared_ptr<const std::string>&)>;

  /// While it lives the listener is called; its end waits for a call that is under way.
  class Subscription {
   public:
    Subscription(Events& events, std::size_t id) : events_(&events), id_(id) {}
    ~Subscription() { events_->leave(id_); }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

   private:
    Events* events_;
    std::size_t id_;
  };

  /// `job`: also hears what is said of that job; empty: only what is for everybody. `token`: of the session
  /// that listens; empty: nobody is signed in.
  std::unique_ptr<Subscription> listen(const std::string& job, const std::string& token, Listener listener);

  /// `json` is one line. An empty `job` is for everybody; with `may_hear`, for those whose token it says yes
  /// to.
  void publish(const std::string& json, const std::string& job = "",
               const std::function<bool(const std::string& token)>& may_hear = {});

  std::size_t listeners() const;

 private:
  void leave(std::size_t id);

  struct Listening {
    std::string job, token;
    Listener listener;
  };
  mutable std::mutex mutex_;
  std::map<std::size_t, Listening> listeners_;
  std::size_t next_ = 0;
};

}  // namespace zhiheng::serve

#pragma once
// From a request to its answer, knowing nothing of sockets.
#include <atomic>
#include <exception>
#include <memory>
#include <string>

#include "serve/access_log.h"
#include "serve/body.h"
#include "serve/ready.h"
#include "serve/state.h"

namespace zhiheng::serve {

/// For several threads.
class Application {
 public:
  Application(std::unique_ptr<State> state, const std::string& access_log);

  /// The answer where it lies ready: takes no time. Empty where handle() has to be asked.
  std::shared_ptr<const Ready> at_once(const Request& request) const;

  /// Takes the body of a request of parsed target; empty where there is none to take. Throws Error: no such
  /// route, a route that takes no body, too large, another media type; nobody's body is taken in who may not
  /// do there what he asks for.
  std::unique_ptr<Receiver> receiver(const Request& request, bool has_body) const;

  /// Answers a request whose body is there. May take long. Throws nothing.
  std::shared_ptr<const Ready> handle(const Request& request);

  /// The answer to a request that could not be taken.
  std::shared_ptr<const Ready> refuse(const std::exception_ptr& thrown, const Request& request) const;

  /// Counts and logs a request whose answer was sent.
  void finished(const Request& request, std::size_t route, int status, std::size_t bytes, double seconds);

  /// From now on it says that it is not ready.
  void stop();

  Events& events() { return state_->events; }
  Metrics& metrics() { return state_->metrics; }
  State& state() { return *state_; }

 private:
  Answer told(const std::exception_ptr& thrown, const Request& request) const;
  std::shared_ptr<const Ready> compose(Answer answer, std::size_t route) const;
  std::shared_ptr<const Ready> answer(const Request& request, const Route& route, std::size_t number,
                                      std::map<std::string, std::string, std::less<>> values);

  std::unique_ptr<State> state_;
  Router router_;
  AccessLog log_;
};

}  // namespace zhiheng::serve

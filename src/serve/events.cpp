#include "serve/events.h"

namespace zhiheng::serve {

std::unique_ptr<Events::Subscription> Events::listen(const std::string& job, const std::string& token,
                                                     Listener listener) {
  const std::lock_guard lock(mutex_);
  listeners_.emplace(next_, Listening{job, token, std::move(listener)});
  return std::make_unique<Subscription>(*this, next_++);
}

void Events::publish(const std::string& json, const std::string& job,
                     const std::function<bool(const std::string& token)>& may_hear) {
  const auto event = std::make_shared<const std::string>("data: " + json + "\n\n");
  const std::lock_guard lock(mutex_);
  for (const auto& [id, one] : listeners_) {
    if ((job.empty() || job == one.job) && (!may_hear || may_hear(one.token))) one.listener(event);
  }
}

std::size_t Events::listeners() const {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}

void Events::leave(std::size_t id) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(id);
}

}  // namespace zhiheng::serve

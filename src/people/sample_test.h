#pragma once
// For tests only: a workspace with people, a clock that is set by hand, and their passwords.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/temporary_folder_test.h"
#include "people/people.h"

namespace zhiheng::people {

inline Moment moment(const char* text) { return *parse_moment(text); }
inline const std::string kCatalog = std::string(ZHIHENG_SOURCE_DIR) + "/catalog/people";
inline const std::string kPassword = "correct horse battery staple";

/// Bytes that count up: every token is another, and a test can say which.
inline Random counting_random() {
  return [next = std::make_shared<std::uint64_t>(0)](std::span<std::uint8_t> bytes) {
    const std::uint64_t value = ++*next;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::uint8_t>(i < 8 ? value >> (8 * i) : i);
  };
}

class PeopleTest : public testing::Test {
 protected:
  PeopleTest() { open(); }

  void open() {
    people_.reset();
    people_ = std::make_unique<People>(People::Options{.workspace = folder_.path(),
                                                       .catalog = kCatalog,
                                                       .clock = [this] { return now_; },
                                                       .random = random_,
                                                       .cost = {1, 8192}});
  }

  /// An account with a password and roles without a second factor.
  void add(const std::string& account, std::vector<Grant> grants, const Unit& unit = {}) {
    people_->change(std::string(kTerminal), AddUser{account, "某人", unit});
    people_->change(std::string(kTerminal), SetGrants{account, std::move(grants)});
    people_->accept_link(people_->issue_link(std::string(kTerminal), account), kPassword);
  }

  std::string sign_in(const std::string& account, const std::string& password = kPassword,
                      const std::string& code = "", const std::string& address = "192.0.2.1") {
    return people_->sign_in({account, password, code, address});
  }

  /// The code of the error that `action` throws; empty where it throws none.
  template <typename Action>
  static std::string refusal(Action action) {
    try {
      action();
    } catch (const Error& error) {
      return error.diagnostics()[0].code;
    }
    return {};
  }

  const TemporaryFolder folder_;
  Moment now_ = moment("2026-11-23T04:00:00Z");
  Random random_ = counting_random();
  std::unique_ptr<People> people_;
};

}  // namespace zhiheng::people

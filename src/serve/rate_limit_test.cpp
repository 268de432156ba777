#include "serve/rate_limit.h"

#include <gtest/gtest.h>

namespace zhiheng::serve {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const RateLimit::Time kNow{};

int taken(RateLimit& limit, const std::string& address, RateLimit::Time at, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limit.take(address, at) ? 1 : 0;
  return count;
}

TEST(RateLimit, GivesTenSecondsWorthAtOnceAndThenSoManyASecond) {
  RateLimit limit(5);
  EXPECT_EQ(taken(limit, "192.0.2.1", kNow, 100), 50);
  EXPECT_EQ(taken(limit, "192.0.2.1", kNow + seconds(1), 100), 5);
  EXPECT_EQ(taken(limit, "192.0.2.1", kNow + milliseconds(1400), 100), 2);
  EXPECT_EQ(taken(limit, "192.0.2.1", kNow + seconds(1000), 100), 50);
}

TEST(RateLimit, CountsEachAddressByItself) {
  RateLimit limit(1);
  EXPECT_EQ(taken(limit, "192.0.2.1", kNow, 20), 10);
  EXPECT_EQ(taken(limit, "2001:db8::/64", kNow, 20), 10);
}

TEST(RateLimit, LeavesTheMachineItselfAlone) {
  RateLimit limit(1), none(0);
  EXPECT_EQ(taken(limit, "127.0.0.1", kNow, 1000), 1000);
  EXPECT_EQ(taken(limit, "::/64", kNow, 1000), 1000);
  EXPECT_EQ(taken(none, "192.0.2.1", kNow, 1000), 1000);
}

TEST(RateLimit, RemembersNotMoreThanItCan) {
  RateLimit limit(1);
  for (int i = 0; i < 150'000; ++i)
    EXPECT_TRUE(limit.take("192.0." + std::to_string(i), kNow + milliseconds(i)));
}

}  // namespace
}  // namespace zhiheng::serve

#include "base/moment.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

TEST(Moment, IsWrittenInUtcAndReadBack) {
  const auto moment = parse_moment("2026-11-23T02:46:01.123Z");
  ASSERT_TRUE(moment);
  EXPECT_EQ(to_string(*moment), "2026-11-23T02:46:01.123Z");
  EXPECT_EQ(to_string(*parse_moment("1969-12-31T23:59:59Z")), "1969-12-31T23:59:59.000Z");
}

TEST(Moment, RefusesWhatIsNone) {
  for (const char* text :
       {"", "2026-11-23", "2026-11-23T02:46:01", "2026-02-30T02:46:01Z", "2026-11-23T24:00:00Z",
        "2026-11-23T02:46:60Z", "2026-11-23T02:46:01.12Z", "2026-11-23 02:46:01Z", "2026-11-23T-1:46:01Z"})
    EXPECT_FALSE(parse_moment(text)) << text;
}

TEST(Moment, TheDayInChinaBeginsAtSixteenOClock) {
  EXPECT_EQ(day_in_china(*parse_moment("2026-11-23T15:59:59.999Z")).to_string(), "2026-11-23");
  EXPECT_EQ(day_in_china(*parse_moment("2026-11-23T16:00:00Z")).to_string(), "2026-11-24");
}

}  // namespace
}  // namespace zhiheng

#include "read/records/ndjson_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "read/records/json_line.h"
#include "read/records/rows_test.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using namespace std::string_literals;

RecordHead head_of(std::vector<std::string> names) {
  RecordHead head;
  head.format.kind = RecordFormat::Kind::kNdjson;
  head.names = std::move(names);
  return head;
}

TEST(NdjsonRows, ReadsFieldsInAnyOrder) {
  EXPECT_THAT(told("{\"a\":\"x\",\"区\":1.10}\n\n { \"区\" : -0 , \"a\" : null }\r\n{}\n{\"a\":true}",
                   head_of({"a", "区"})),
              ElementsAre("1: x|1.10", "3: |-0", "4: |", "5: true|"));
}

TEST(NdjsonRows, KeepsNumbersAsTheyStand) {
  EXPECT_THAT(told("{\"a\":123456789012345678901234567890.10}\n{\"a\":1E400}\n", head_of({"a"})),
              ElementsAre("1: 123456789012345678901234567890.10", "2: 1E400"));
}

TEST(NdjsonRows, ReplacesEscapes) {
  EXPECT_THAT(told(R"({"a":"\"\\\/\n\t\u533a\ud83d\ude00","\u0062":"\u0041"})", head_of({"a", "b"})),
              ElementsAre("1: \"\\/\n\t区😀|A"));
}

TEST(NdjsonRows, TellsWhatIsNoRow) {
  EXPECT_THAT(
      told("[1]\n{\"a\":1\n{\"a\":01}\n{\"a\":{}}\n{\"b\":1}\n{\"a\":1,\"a\":2}\n{\"a\":\"\\ud800\"}\n"
           "{\"a\":\"\xC3\"}\n{\"a\":1}x\n{\"a\":1,}\n{\"a\":\"\x01\"}\n{\"a\":7}\n",
           head_of({"a"})),
      ElementsAre("12: 7", "1! no-object 0 [1]", "2! no-object 1 {\"a\":1", "3! no-object 1 {\"a\":01}",
                  "4! no-object 0 {\"a\":{}}", "5! unknown 1 {\"b\":1}", "6! many 2 {\"a\":1,\"a\":2}",
                  "7! encoding 1 {\"a\":\"\\ud800\"}", "8! encoding 0 {\"a\":\"\xC3\"}",
                  "9! no-object 1 {\"a\":1}x", "10! no-object 1 {\"a\":1,}",
                  "11! no-object 0 {\"a\":\"\x01\"}"));
}

TEST(NdjsonRows, TellsTextsThatAreTooLong) {
  const std::string large((size_t{2} << 20), 'x');
  EXPECT_THAT(told("{\"a\":\"" + large + "\"}\n{\"a\":\"\"}\n", head_of({"a"})),
              ElementsAre("2: ", testing::StartsWith("1! long 1")));
}

/// Whether another parser takes the line for a flat object.
bool is_flat_object(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  return json.is_object() &&
         std::none_of(json.begin(), json.end(), [](const auto& v) { return v.is_structured(); });
}

RC_GTEST_PROP(NdjsonRows, TakesWhatAnotherParserTakes, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "{", "}", ":", ",", "\"a\"", "\"b\":1", "\"", "\\n", "\\u0041", "\\ud83d\\ude00", "\\", "1", "-0.5e3",
      "0", "true", "null", " ", "x", "[", "]"));
  const std::string line =
      *rc::gen::arbitrary<bool>() ? "{\"a\":\"" + join(parts, "") + "\"}" : "{\"a\":" + join(parts, "") + "}";
  const auto rows = told(line + "\n", head_of({"a", "b"}));
  RC_ASSERT(rows.size() == 1U);
  const bool row = rows[0].starts_with("1: ");
  // Doubled and unknown fields are objects to the other parser.
  const bool object = row || rows[0].starts_with("1! many") || rows[0].starts_with("1! unknown");
  RC_ASSERT(object == is_flat_object(line));
}

}  // namespace
}  // namespace zhiheng::read

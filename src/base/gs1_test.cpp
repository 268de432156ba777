#include "base/gs1.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "base/identifiers.h"

namespace zhiheng {
namespace {

const std::string kGs(1, kGroupSeparator);

/// "01=… 10=…", or "kind at".
std::string said(std::string_view text) {
  constexpr const char* kKinds[] = {"ok",       "empty",     "bracket", "unknown", "too short",
                                    "too long", "character", "check",   "date",    "twice"};
  const Gs1Scan scan = scan_gs1(text);
  const Gs1Fault quick = check_gs1(text);
  EXPECT_EQ(static_cast<int>(quick.kind), static_cast<int>(scan.fault.kind)) << text;
  EXPECT_EQ(quick.at, scan.fault.at) << text;
  std::string out;
  if (!scan.ok()) {
    out =
        std::string(kKinds[static_cast<std::size_t>(scan.fault.kind)]) + " " + std::to_string(scan.fault.at);
    return scan.fault.expected == 0 ? out : out + " " + scan.fault.expected;
  }
  for (const Gs1Element& e : scan.elements) {
    out += (out.empty() ? "" : " ") + std::string(e.identifier) + "=" + std::string(e.value);
  }
  return out;
}

TEST(Gs1, TakesElementStringsApart) {
  const std::string expected = "01=06901234567892 17=251231 10=A1 21=S-7";
  EXPECT_EQ(said("(01)06901234567892(17)251231(10)A1(21)S-7"), expected);
  EXPECT_EQ(said("01069012345678921725123110A1" + kGs + "21S-7"), expected);
  EXPECT_EQ(said("]d201069012345678921725123110A1" + kGs + "21S-7" + kGs), expected);
  EXPECT_EQ(said("]C1" + kGs + "01069012345678921725123110A1" + kGs + "21S-7"), expected);
  EXPECT_EQ(said("0106901234567892" + kGs + "17251231" + kGs + "10A1" + kGs + "21S-7"), expected);
  EXPECT_EQ(said("(10)A(1)(21)7"), "10=A(1) 21=7");
  EXPECT_EQ(said("3103001250"), "3103=001250");
  EXPECT_EQ(said("(00)106141411234567897(422)156(421)156200240"),
            "00=106141411234567897 422=156 421=156200240");
  EXPECT_EQ(said("(253)4719512002889A7"), "253=4719512002889A7");
  EXPECT_EQ(said("10A1" + kGs + "10A1"), "10=A1");
}

TEST(Gs1, SaysAtWhichCharacter) {
  EXPECT_EQ(said(""), "empty 1");
  EXPECT_EQ(said("]C1"), "empty 4");
  EXPECT_EQ(said("(01"), "bracket 1");
  EXPECT_EQ(said("(05)1"), "unknown 2");
  EXPECT_EQ(said("(010)06901234567892"), "unknown 2");
  EXPECT_EQ(said("0501"), "unknown 1");
  EXPECT_EQ(said("3109001250"), "unknown 1");
  EXPECT_EQ(said("6901234567892"), "unknown 1");
  EXPECT_EQ(said("010690123456789"), "too short 16");
  EXPECT_EQ(said("(01)6901234567892"), "too short 18");
  EXPECT_EQ(said("(01)069012345678920"), "too long 19");
  EXPECT_EQ(said("(10)"), "too short 5");
  EXPECT_EQ(said("10ABCDEFGHIJKLMNOPQRSTU"), "too long 23");
  EXPECT_EQ(said("(01)0690123456789X"), "character 18");
  EXPECT_EQ(said("10批号"), "character 3");
  EXPECT_EQ(said("(01)06901234567893"), "check 18 2");
  EXPECT_EQ(said("(17)251331"), "date 5");
  EXPECT_EQ(said("(17)250229"), "date 5");
  EXPECT_EQ(said("(7003)2512312460"), "date 7");
  EXPECT_EQ(said("(10)A1(10)A2"), "twice 11");
}

TEST(Gs1, DatesMayLackTheDayAndTheCentury) {
  EXPECT_EQ(gs1_date("240200", 2026)->to_string(), "2024-02-29");
  EXPECT_EQ(gs1_date("231200", 2026)->to_string(), "2023-12-31");
  EXPECT_EQ(gs1_date("760101", 2026)->to_string(), "2076-01-01");
  EXPECT_EQ(gs1_date("770101", 2026)->to_string(), "1977-01-01");
  EXPECT_EQ(gs1_date("100101", 2070)->to_string(), "2110-01-01");
  for (const char* wrong : {"240001", "240000", "241301", "240230", "24010", "2401011", "24010a"}) {
    EXPECT_FALSE(gs1_date(wrong, 2026)) << wrong;
  }
}

TEST(Gs1, NamesTheIdentifiers) {
  EXPECT_EQ(gs1_title("01", false), "商品条码");
  EXPECT_EQ(gs1_title("3102", true), "net weight (kg)");
  EXPECT_EQ(gs1_title("17", false), "有效期");
  EXPECT_EQ(gs1_title("05", false), "");
  EXPECT_EQ(gs1_title("011", true), "");
}

/// Whatever is put together is taken apart again, plain and with brackets.
TEST(Gs1, ReadsBackWhatWasWritten) {
  EXPECT_TRUE(rc::check("elements → text → elements", [] {
    const auto text = [] {
      return *rc::gen::suchThat(
          rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABCxyz019-/_"))),
          [](const std::string& s) { return !s.empty() && s.size() <= 20; });
    };
    std::string gtin = "0";
    for (int i = 0; i < 12; ++i) gtin += *rc::gen::inRange('0', static_cast<char>('9' + 1));
    gtin += gs1_check_digit(gtin);
    const std::string lot = text(), serial = text();
    const std::string expected = "10=" + lot + " 01=" + gtin + " 21=" + serial;
    RC_ASSERT(said("10" + lot + kGs + "01" + gtin + "21" + serial) == expected);
    RC_ASSERT(said("(10)" + lot + "(01)" + gtin + "(21)" + serial) == expected);
  }));
}

/// No text makes it read outside; a fault names a place in the text or right behind it.
TEST(Gs1, EndsOnAnyText) {
  EXPECT_TRUE(rc::check("any text", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("()0123456789]AC\x1D\xE6\x89\xB9")));
    const Gs1Scan scan = scan_gs1(text);
    if (!scan.ok()) RC_ASSERT(scan.fault.at >= 1 && scan.fault.at <= text.size() + 1);
    std::size_t covered = 0;
    for (const Gs1Element& e : scan.elements) covered += e.identifier.size() + e.value.size();
    RC_ASSERT(covered <= text.size());
  }));
}

}  // namespace
}  // namespace zhiheng

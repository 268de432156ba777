#include "base/identifiers.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

namespace zhiheng {
namespace {

using Fault = CodeCheck::Fault;

constexpr std::string_view kUsccCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// "fault at expected", as tests read it.
std::string said(const CodeCheck& check) {
  constexpr std::array<const char*, 5> kNames{"ok", "length", "character", "date", "check"};
  std::string text = kNames[static_cast<std::size_t>(check.fault)];
  if (check.at > 0) text += " " + std::to_string(check.at);
  if (check.expected != 0) text += std::string(" ") + check.expected;
  return text;
}

std::string normalised(std::string_view text) {
  std::array<char, 64> buffer;
  return std::string(normalise_code(text, buffer));
}

TEST(Uscc, KnowsRightCodesFromWrongOnes) {
  for (const char* code : {"91350100M000100Y43", "91110000600037341L"})
    EXPECT_TRUE(check_uscc(code).ok()) << code;
  EXPECT_EQ(said(check_uscc("91350100M000100Y4Z")), "character 18");
  EXPECT_EQ(said(check_uscc("91350100M000100Y44")), "check 18 3");
  EXPECT_EQ(said(check_uscc("91350100M000100Y4")), "length");
  EXPECT_EQ(said(check_uscc("")), "length");
  EXPECT_EQ(said(check_uscc("9135010AM000100Y43")), "character 8");
  EXPECT_EQ(said(check_uscc("91350100M00010OY43")), "character 15");
  EXPECT_EQ(said(check_uscc("91350100m000100Y43")), "character 9");
}

/// A code whose weighted sum is a multiple of 31 ends in 0, which 31 − 0 alone would not give.
TEST(Uscc, ThirtyOneIsZero) {
  int zeros = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string code = "91310112MA1G" + std::to_string(1000 + i) + "X0";
    if (!check_uscc(code).ok()) continue;
    ++zeros;
    EXPECT_EQ(said(check_uscc(code.replace(17, 1, "1"))), "check 18 0");
  }
  EXPECT_GT(zeros, 10);
}

TEST(Uscc, FindsEveryChangeOfOneCharacter) {
  EXPECT_TRUE(rc::check("any other character at any place is found", [] {
    std::string code = "91310112";
    for (int i = 0; i < 9; ++i) code += kUsccCharacters[*rc::gen::inRange<std::size_t>(0, 31)];
    code += '0';
    if (const CodeCheck check = check_uscc(code); !check.ok()) code[17] = check.expected;
    RC_ASSERT(check_uscc(code).ok());
    const auto place = *rc::gen::inRange<std::size_t>(0, 18);
    const char other = kUsccCharacters[*rc::gen::inRange<std::size_t>(0, 31)];
    RC_PRE(other != code[place]);
    code[place] = other;
    RC_ASSERT(!check_uscc(code).ok());
  }));
}

TEST(Uscc, WarnsOfInnerCodeAndRegistrar) {
  EXPECT_TRUE(check_uscc_organisation("91350100M000100Y43").ok());
  EXPECT_EQ(said(check_uscc_organisation("91350100M000100Y53")), "check 17 4");
  for (const char* code : {"91", "92", "93", "11", "12", "51", "52", "53", "N1", "Y1"}) {
    EXPECT_TRUE(is_known_registrar(code)) << code;
  }
  for (const char* code : {"", "9", "95", "00", "B1", "O1", "Y2"})
    EXPECT_FALSE(is_known_registrar(code)) << code;
}

TEST(Uscc, OffersWhatWasMeantButPutsNothingInPlace) {
  EXPECT_EQ(normalised("  91350100m000100y43\t"), "91350100M000100Y43");
  EXPECT_EQ(normalised("’91"), "’91");
  EXPECT_EQ(normalised("'91350100M000100Y43"), "91350100M000100Y43");
  EXPECT_EQ(normalised("　９１３５０１００Ｍ０００１００ｙ４３"), "91350100M000100Y43");
  EXPECT_EQ(normalised("9135010OM000100Y43"), "9135010OM000100Y43");
  EXPECT_EQ(normalised("中文"), "中文");
  EXPECT_EQ(normalised(std::string(65, 'a')), "");
  EXPECT_EQ(suggest_uscc("9I35OIOOMOOOIOOY43"), "91350100M000100Y43");
  EXPECT_EQ(suggest_uscc("9I35OIOOMOOOIOOY44"), "");
  EXPECT_EQ(suggest_uscc("91350100M000100Y44"), "");
}

TEST(IdNumber, NeedsARealDayAndTheCheckDigit) {
  EXPECT_TRUE(check_id_number("11010519491231002X").ok());
  EXPECT_EQ(said(check_id_number("110105194912310029")), "check 18 X");
  EXPECT_EQ(said(check_id_number("11010519490230002X")), "date 7");
  EXPECT_EQ(said(check_id_number("110105491231002")), "length");
  EXPECT_EQ(said(check_id_number("1101051949123100 X")), "character 17");
  EXPECT_EQ(said(check_id_number("11010519491231002x")), "character 18");
}

TEST(IdNumber, FindsEveryChangeOfOneDigit) {
  EXPECT_TRUE(rc::check("any other digit at any place is found", [] {
    std::string number = std::to_string(*rc::gen::inRange(110000, 700000)) + "1984";
    const int month = *rc::gen::inRange(1, 13), day = *rc::gen::inRange(1, 29),
              serial = *rc::gen::inRange(0, 1000);
    number += std::to_string(100 + month).substr(1) + std::to_string(100 + day).substr(1) +
              std::to_string(1000 + serial).substr(1) + "0";
    if (const CodeCheck check = check_id_number(number); !check.ok()) number[17] = check.expected;
    RC_ASSERT(check_id_number(number).ok());
    const auto place = *rc::gen::inRange<std::size_t>(0, 18);
    const char other = "0123456789X"[*rc::gen::inRange(0, place == 17 ? 11 : 10)];
    RC_PRE(other != number[place]);
    number[place] = other;
    RC_ASSERT(!check_id_number(number).ok());
  }));
}

TEST(Division, HasSixNineOrTwelveDigits) {
  for (const char* code : {"310112", "310112101", "310112101001"})
    EXPECT_TRUE(check_division(code).ok()) << code;
  for (const char* code : {"110000", "310112", "820000001"}) EXPECT_TRUE(is_known_province(code)) << code;
  for (const char* code : {"", "3", "16", "990101", "7A0000"}) EXPECT_FALSE(is_known_province(code)) << code;
  EXPECT_EQ(said(check_division("31011")), "length");
  EXPECT_EQ(said(check_division("")), "length");
  EXPECT_EQ(said(check_division("31011A")), "character 6");
  EXPECT_EQ(said(check_division("010112")), "character 1");
}

TEST(Gtin, HasItsCheckDigit) {
  EXPECT_EQ(gs1_check_digit("690123456789"), '2');
  EXPECT_EQ(gs1_check_digit("0952123454321"), '3');
  for (const char* code : {"6901234567892", "09521234543213", "96385074", "036000291452"}) {
    EXPECT_TRUE(check_gtin(code).ok()) << code;
  }
  EXPECT_EQ(said(check_gtin("6901234567893")), "check 13 2");
  EXPECT_EQ(said(check_gtin("69012345678")), "length");
  EXPECT_EQ(said(check_gtin("690123456789O")), "character 13");
}

TEST(Gtin, FindsEveryChangeOfOneDigit) {
  EXPECT_TRUE(rc::check("any other digit at any place is found", [] {
    const auto length = *rc::gen::elementOf(std::vector<std::size_t>{7, 11, 12, 13});
    std::string code;
    for (std::size_t i = 0; i < length; ++i) code += *rc::gen::inRange('0', static_cast<char>('9' + 1));
    code += gs1_check_digit(code);
    RC_ASSERT(check_gtin(code).ok());
    const auto place = *rc::gen::inRange<std::size_t>(0, code.size());
    const char other = *rc::gen::inRange('0', static_cast<char>('9' + 1));
    RC_PRE(other != code[place]);
    code[place] = other;
    RC_ASSERT(check_gtin(code).fault == Fault::kCheck);
  }));
}

TEST(Phone, IsReadAsOfficesWriteIt) {
  for (const char* number :
       {"13812341234", "+8613812341234", "+86 138 1234 1234", "008613812341234", "021-64120000",
        "02164120000", "(021)64120000", "64120000", "021-64120000-8001", "64120000-801", "400-820-8820",
        "4008208820", "12345", "12315", "95588", "0571-87654321"}) {
    EXPECT_TRUE(check_phone(number).ok()) << number;
  }
  for (const char* number :
       {"", "-", "1381234123", "138123412345", "12812341234", "1", "0021641200", "4008208"}) {
    EXPECT_EQ(said(check_phone(number)), "length") << number;
  }
  EXPECT_EQ(said(check_phone("138****1234")), "character 4");
  EXPECT_EQ(said(check_phone("无")), "character 1");
}

TEST(Masks, TellNoMoreThanTheyMay) {
  EXPECT_EQ(mask_id("310112198001011234"), "3101**********1234");
  EXPECT_EQ(mask_id("31010519491231002X"), "3101**********002X");
  EXPECT_EQ(mask_id("E12345678"), "E*******8");
  EXPECT_EQ(mask_id("护照号"), "护*号");
  EXPECT_EQ(mask_id("12"), "**");
  EXPECT_EQ(mask_id(""), "");
  EXPECT_EQ(mask_name("张三"), "张*");
  EXPECT_EQ(mask_name("张三丰"), "张*");
  EXPECT_EQ(mask_name(" 欧阳修 "), "欧阳*");
  EXPECT_EQ(mask_name("欧阳"), "欧*");
  EXPECT_EQ(mask_name("买买提·阿卜杜拉"), "买*");
  EXPECT_EQ(mask_name(""), "");
  EXPECT_EQ(mask_phone("13812341234"), "138****1234");
  EXPECT_EQ(mask_phone("021-64120000"), "021-****0000");
  EXPECT_EQ(mask_phone("64120000"), "****0000");
  EXPECT_EQ(mask_phone("12345"), "***45");
}

}  // namespace
}  // namespace zhiheng

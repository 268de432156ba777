#include "intake/convert.h"

#include <gtest/gtest.h>

#include "intake/convert_cell_test.h"

namespace zhiheng::intake {
namespace {

TEST(Convert, ReadsWholeNumbers) {
  expect_all(column(Type::kInteger), {{"0", "0"},
                                      {"007", "7"},
                                      {"12345678", "12345678"},
                                      {"123456789", "123456789"},
                                      {"1234567890123456", "1234567890123456"},
                                      {"12345678901234567", "12345678901234567"},
                                      {"9223372036854775807", "9223372036854775807"},
                                      {"9223372036854775808", "cell.too-big"},
                                      {"-9223372036854775808", "-9223372036854775808"},
                                      {"-9223372036854775809", "cell.too-big"},
                                      {"99999999999999999999999999999999999999999", "cell.too-big"},
                                      {"-15", "-15"},
                                      {"−15", "-15"},
                                      {"+15", "15"},
                                      {" 15 ", "15"},
                                      {"'15", "15"},
                                      {"　１５", "15"},
                                      {"1,234", "1234"},
                                      {"12,345,678", "12345678"},
                                      {"1，234", "1234"},
                                      {"1234,567", "cell.not-integer"},
                                      {"1,23", "cell.not-integer"},
                                      {",123", "cell.not-integer"},
                                      {"1,", "cell.not-integer"},
                                      {"15.00", "15"},
                                      {"15.5", "cell.not-integer"},
                                      {"15.", "cell.not-integer"},
                                      {"15%", "cell.percent"},
                                      {"1.5E+1", "15"},
                                      {"1.234E+3", "1234"},
                                      {"1.23E+11", "cell.exponent"},
                                      {"1e5", "cell.exponent"},
                                      {"0e5", "0"},
                                      {"1E", "cell.not-integer"},
                                      {"N/A", "cell.not-integer"},
                                      {"-", "cell.not-integer"},
                                      {"1 2", "cell.not-integer"},
                                      {"0x10", "cell.not-integer"},
                                      {"１2", "12"},
                                      {"12:", "cell.not-integer"},
                                      {"/1", "cell.not-integer"},
                                      {"", "missing"},
                                      {"  ", "missing"},
                                      {"　", "missing"}});
}

TEST(Convert, ReadsDecimals) {
  expect_all(column(Type::kDecimal, 3), {{"1.234", "1.234"},
                                         {"0.001", "0.001"},
                                         {"999.999", "999.999"},
                                         {"1234.567", "1234.567"},
                                         {"12345.678", "12345.678"},
                                         {"1234567890.5", "1234567890.500"},
                                         {"7", "7.000"},
                                         {".5", "0.500"},
                                         {"-0.25", "-0.250"},
                                         {"1.2340", "1.234"},
                                         {"1.2345", "cell.too-many-decimals"},
                                         {"1.0E-3", "0.001"},
                                         {"1E-4", "cell.too-many-decimals"},
                                         {"1,234.5", "1234.500"},
                                         {"１２．５", "12.500"},
                                         {"12.5%", "cell.percent"},
                                         {"1.23.4", "cell.not-number"},
                                         {"1..234", "cell.not-number"},
                                         {"-.234", "-0.234"},
                                         {"a.234", "cell.not-number"},
                                         {"12345678901234567", "cell.too-big"},
                                         {"9223372036854775.807", "9223372036854775.807"},
                                         {"9223372036854775.808", "cell.too-big"},
                                         {"n/a", "cell.not-number"}});
  expect_all(column(Type::kDecimal, 9), {{"1.5", "1.500000000"}, {"0.123456789", "0.123456789"}});
}

TEST(Convert, KeepsToTheLimits) {
  DatasetColumn c = column(Type::kDecimal, 1);
  c.least = 0, c.most = 1000;
  expect_all(c, {{"0", "0.0"},
                 {"100.0", "100.0"},
                 {"100.1", "cell.above"},
                 {"-0.1", "cell.below"},
                 {"５００", "cell.above"}});
  c.required = true;
  EXPECT_EQ(converted(c, " "), "cell.missing");
}

TEST(Convert, ReadsDates) {
  expect_all(column(Type::kDate), {{"2020-12-31", "2020-12-31"},
                                   {"1900-01-01", "1900-01-01"},
                                   {"1899-12-31", "1899-12-31"},
                                   {"2155-12-31", "2155-12-31"},
                                   {"2156-01-01", "2156-01-01"},
                                   {"2020-02-29", "2020-02-29"},
                                   {"2019-02-29", "cell.no-such-day"},
                                   {"2020-13-41", "cell.no-such-day"},
                                   {"2020-00-10", "cell.no-such-day"},
                                   {"2020-10-00", "cell.no-such-day"},
                                   {"2020-99-10", "cell.no-such-day"},
                                   {"2020/1/5", "2020-01-05"},
                                   {"2020.1.5", "2020-01-05"},
                                   {"2020-1-5", "2020-01-05"},
                                   {"20200105", "2020-01-05"},
                                   {"20201301", "cell.no-such-day"},
                                   {"2020年1月5日", "2020-01-05"},
                                   {"２０２０－０１－０５", "2020-01-05"},
                                   {"'2020-01-05 ", "2020-01-05"},
                                   {"2020-01-05 00:00:00", "2020-01-05"},
                                   {"2020-01-05T00:00:00.000", "2020-01-05"},
                                   {"2020-01-05 08:00", "cell.time-of-day"},
                                   {"2020-01/05", "cell.not-date"},
                                   {"2020:01:05", "cell.not-date"},
                                   {"2020-01-0a", "cell.not-date"},
                                   {"202a-01-05", "cell.not-date"},
                                   {"20-01-05", "cell.not-date"},
                                   {"2020-01", "cell.not-date"},
                                   {"2020年1月", "cell.not-date"},
                                   {"12/31/2020", "cell.not-date"},
                                   {"44196", "cell.not-date"},
                                   {"长期", "cell.not-date"},
                                   {"2020-01-05x", "cell.not-date"},
                                   {"2020-01-05 x", "cell.not-date"}});
}

TEST(Convert, ReadsTimes) {
  expect_all(column(Type::kTime), {{"2020-12-31 08:30:05", "2020-12-31 08:30:05"},
                                   {"1969-12-31T23:59:59", "1969-12-31 23:59:59"},
                                   {"2020-12-31 08:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31 8:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31", "2020-12-31 00:00:00"},
                                   {"2020/12/31  8:30", "2020-12-31 08:30:00"},
                                   {"2020-12-31 08:30:05.000", "2020-12-31 08:30:05"},
                                   {"2020-12-31T08:30:05+08:00", "2020-12-31 08:30:05"},
                                   {"2020年12月31日 8时30分", "2020-12-31 08:30:00"},
                                   {"2020年12月31日 8时30分5秒", "2020-12-31 08:30:05"},
                                   {"2020-12-31 ０８：３０", "2020-12-31 08:30:00"},
                                   {"2020-12-31T00:30:05Z", "cell.time-zone"},
                                   {"2020-12-31T00:30:05+00:00", "cell.time-zone"},
                                   {"2020-12-31 08:30:05.5", "cell.not-time"},
                                   {"2020-12-31 24:00:00", "cell.not-time"},
                                   {"2020-12-31 08:60:00", "cell.not-time"},
                                   {"2020-12-31 08-30-00", "cell.not-time"},
                                   {"2020-12-31 08", "cell.not-time"},
                                   {"2020-12-32 08:30:00", "cell.no-such-day"},
                                   {"08:30", "cell.not-time"}});
}

TEST(Convert, ReadsTruthValues) {
  for (const char* yes : {"是", "有", "true", "TRUE", "1", "Y", "y", "yes", "√", " 是", "１"}) {
    EXPECT_EQ(converted(column(Type::kBoolean), yes), "是") << yes;
  }
  for (const char* no : {"否", "无", "false", "False", "0", "N", "no", "×"}) {
    EXPECT_EQ(converted(column(Type::kBoolean), no), "否") << no;
  }
  expect_all(column(Type::kBoolean),
             {{"2", "cell.not-boolean"}, {"也许", "cell.not-boolean"}, {"", "missing"}});
}

}  // namespace
}  // namespace zhiheng::intake

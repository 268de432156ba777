#pragma once
// Internal to this module: what can be wrong with a formula.
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::formula {

/// Thrown while a formula is read; `Formula::parse` makes a diagnostic of it. The first two arguments of
/// every code, the formula and the character, are not in `args`.
struct Mistake {
  const ErrorCode& code;
  size_t offset;  // in bytes
  std::vector<std::string> args = {};
};

inline constexpr ErrorCode kUnexpected{"formula.syntax", "公式“{}”第 {} 字：这里不应是“{}”",
                                       "formula “{}”, character {}: unexpected “{}”"};
inline constexpr ErrorCode kUnexpectedEnd{"formula.syntax", "公式“{}”第 {} 字：公式没有写完",
                                          "formula “{}”, character {}: the formula ends too early"};
inline constexpr ErrorCode kExpected{"formula.syntax", "公式“{}”第 {} 字：这里应是“{}”，写的却是“{}”",
                                     "formula “{}”, character {}: “{}” is expected here, not “{}”"};
inline constexpr ErrorCode kOpenText{"formula.syntax", "公式“{}”第 {} 字：文本缺少结尾的单引号",
                                     "formula “{}”, character {}: the text lacks its closing quote"};
inline constexpr ErrorCode kNoDivision{
    "formula.syntax", "公式“{}”第 {} 字：公式不能用除法，比率请在汇总或指标中定义",
    "formula “{}”, character {}: there is no division; a rate belongs to a cube or an indicator"};
inline constexpr ErrorCode kNumberTooLong{
    "formula.syntax", "公式“{}”第 {} 字：数“{}”太长（至多 9 位小数、64 位整数）",
    "formula “{}”, character {}: the number “{}” is too long (at most 9 decimals and 64 bits)"};
inline constexpr ErrorCode kTooLong{"formula.syntax", "公式“{}”第 {} 字起超出了公式的最大长度 {} 字节",
                                    "formula “{}”, character {}: a formula has at most {} bytes"};
inline constexpr ErrorCode kTooDeep{"formula.syntax", "公式“{}”第 {} 字：嵌套太深（至多 {} 层）",
                                    "formula “{}”, character {}: nested too deeply (at most {} levels)"};
inline constexpr ErrorCode kNotUtf8{"formula.syntax", "公式“{}”第 {} 字：不是 UTF-8 文字",
                                    "formula “{}”, character {}: not UTF-8"};
inline constexpr ErrorCode kOnlyLiterals{"formula.syntax", "公式“{}”第 {} 字：这里只能写常量",
                                         "formula “{}”, character {}: only a literal may stand here"};
inline constexpr ErrorCode kUnknownColumn{"formula.unknown-column", "公式“{}”第 {} 字：没有“{}”这一列",
                                          "formula “{}”, character {}: there is no column “{}”"};
inline constexpr ErrorCode kUnknownColumnNear{
    "formula.unknown-column", "公式“{}”第 {} 字：没有“{}”这一列，是不是“{}”？",
    "formula “{}”, character {}: there is no column “{}”; did you mean “{}”?"};
inline constexpr ErrorCode kUnknownFunction{
    "formula.unknown-function", "公式“{}”第 {} 字：没有函数“{}”，可用：{}",
    "formula “{}”, character {}: there is no function “{}”; there are: {}"};
inline constexpr ErrorCode kMixedTypes{"formula.type", "公式“{}”第 {} 字：{} 与 {} 不能放在一起",
                                       "formula “{}”, character {}: {} and {} don't go together"};
inline constexpr ErrorCode kWrongType{"formula.type", "公式“{}”第 {} 字：这里要 {}，写的却是 {}",
                                      "formula “{}”, character {}: {} is wanted here, not {}"};
inline constexpr ErrorCode kNotADate{"formula.type", "公式“{}”第 {} 字：“{}”不是 {}",
                                     "formula “{}”, character {}: “{}” is no {}"};
inline constexpr ErrorCode kTooManyDecimals{
    "formula.type", "公式“{}”第 {} 字：结果有 {} 位小数，至多 9 位",
    "formula “{}”, character {}: the result has {} decimals, at most 9 are possible"};
inline constexpr ErrorCode kWholeDays{"formula.type", "公式“{}”第 {} 字：天数必须是整数",
                                      "formula “{}”, character {}: days are whole numbers"};
inline constexpr ErrorCode kArguments{"formula.type", "公式“{}”第 {} 字：函数 {} 要 {} 个参数，写了 {} 个",
                                      "formula “{}”, character {}: {} takes {} arguments, not {}"};
inline constexpr ErrorCode kOverflow{"formula.overflow", "公式“{}”第 {} 字：计算结果超出 64 位整数",
                                     "formula “{}”, character {}: a number leaves 64 bits"};
inline constexpr ErrorCode kNoSql{"formula.no-sql", "公式“{}”第 {} 字：工作日推算不能写成 SQL",
                                  "formula “{}”, character {}: working days can't be counted in SQL"};
inline constexpr ErrorCode kForeignColumn{"formula.column-mismatch",
                                          "公式“{}”第 {} 字：数据与列“{}”的类型、小数位或行数不符",
                                          "formula “{}”, character {}: what was given as column “{}” has "
                                          "another type, other decimals or too few rows"};

/// The formula as a message quotes it (around the place, where it is long) and the 1-based character of
/// `offset`.
std::vector<std::string> place_in(const std::string& formula, size_t offset);

/// A diagnostic's arguments: place and `args`.
std::vector<std::string> arguments_of(const std::string& formula, const Mistake& mistake);

}  // namespace zhiheng::formula

#include "intake/reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/decimal.h"
#include "base/gs1.h"
#include "base/identifiers.h"
#include "base/text.h"
#include "intake/cell_values.h"

namespace zhiheng::intake {
namespace {

using catalog::DatasetColumn;
using catalog::Title;
using Type = DatasetColumn::Type;

/// By Reason. `{}` are the column's title, the value, and what would be right.
constexpr std::array<ErrorCode, kReasons> kTexts{{
    {"cell.taken", "{}：“{}”已接收{}", "{}: “{}” was taken{}"},
    {"cell.missing", "{}为必填项，不能为空{}{}", "{} is required and can't be empty{}{}"},
    {"cell.not-integer", "{}应为整数，实为“{}”{}", "{} must be a whole number, not “{}”{}"},
    {"cell.not-number", "{}应为数字，实为“{}”；没有数值时请留空{}",
     "{} must be a number, not “{}”; leave it empty where there is none{}"},
    {"cell.percent", "{}不写百分号，实为“{}”；{}", "{} is written without a percent sign, not “{}”; {}"},
    {"cell.exponent", "{}的“{}”为科学计数法，位数可能已丢失；在表格软件中把该列设为文本或整数后重新导出{}",
     "{}: “{}” is in scientific notation and may have lost digits; set the column to text in the spreadsheet "
     "and export "
     "it again{}"},
    {"cell.too-many-decimals", "{}的小数位数过多：“{}”；{}", "{} has too many decimals: “{}”; {}"},
    {"cell.too-big", "{}的数字过大：“{}”{}", "the number in {} is too large: “{}”{}"},
    {"cell.below", "{}的“{}”过小；{}", "{}: “{}” is too small; {}"},
    {"cell.above", "{}的“{}”过大；{}", "{}: “{}” is too large; {}"},
    {"cell.not-date", "{}应为日期，如 2020-12-31，实为“{}”{}",
     "{} must be a date such as 2020-12-31, not “{}”{}"},
    {"cell.no-such-day", "{}的“{}”不是存在的日期{}", "{}: there is no day “{}”{}"},
    {"cell.time-of-day", "{}只填日期，“{}”带有时刻{}", "{} is a date only, “{}” has a time of day{}"},
    {"cell.not-time", "{}应为时间，如 2020-12-31 08:30，实为“{}”{}",
     "{} must be a time such as 2020-12-31 08:30, not “{}”{}"},
    {"cell.time-zone", "{}应为北京时间（不写时区或写 +08:00），实为“{}”{}",
     "{} must be Beijing time (no zone, or +08:00), not “{}”{}"},
    {"cell.not-boolean", "{}应为是或否，实为“{}”{}", "{} must be 是 or 否 (yes or no), not “{}”{}"},
    {"cell.not-in-list", "{}没有“{}”这一项；{}", "{} has no “{}”; {}"},
    {"cell.too-long", "{}过长：“{}”；{}", "{} is too long: “{}”; {}"},
    {"cell.control", "{}的“{}”含有换行、制表或不可见字符；请删去{}",
     "{}: “{}” has a line break, a tab or a character that can't be seen; remove it{}"},
    {"cell.not-text", "{}的“{}”含有乱码；请以 UTF-8 或 GB18030 重新导出{}",
     "{}: “{}” has bytes that are no characters; export it again as UTF-8 or GB18030{}"},
    {"cell.pattern", "{}的“{}”不合规定样式；{}", "{}: “{}” does not look as it must; {}"},
    {"cell.uscc", "{}的“{}”不是有效的统一社会信用代码：{}",
     "{}: “{}” is no valid unified social credit code: {}"},
    {"cell.id-number", "{}的“{}”不是有效的公民身份号码：{}", "{}: “{}” is no valid citizen's id number: {}"},
    {"cell.phone", "{}的“{}”不是电话号码：{}", "{}: “{}” is no telephone number: {}"},
    {"cell.gtin", "{}的“{}”不是有效的商品条码：{}", "{}: “{}” is no valid GTIN: {}"},
    {"cell.gs1", "{}的“{}”不是有效的 GS1 标识串：{}", "{}: “{}” is no valid GS1 element string: {}"},
    {"cell.division", "{}的“{}”不是区划代码：{}", "{}: “{}” is no division code: {}"},
    {"cell.uscc-organisation", "{}的“{}”已接收，但其中的主体标识码校验不符：{}",
     "{}: “{}” was taken, but its inner organisation code does not check: {}"},
    {"cell.uscc-registrar", "{}的“{}”已接收，但登记管理部门和机构类别“{}”不在已知之列",
     "{}: “{}” was taken, but its registrar and class “{}” are not known"},
    {"cell.division-town", "{}的“{}”已接收，但本区的地区表里没有这个街镇{}",
     "{}: “{}” was taken, but the district's list of areas has no such town{}"},
}};

constexpr ErrorCode kLost{"row.lost-reference", "{}的“{}”不在“{}”（{}）的现有记录中",
                          "{}: “{}” is no key among the records of {} ({})"};

/// As much of a list as fits into a sentence.
constexpr std::size_t kListed = 12;
constexpr std::size_t kShownCharacters = 60;

/// The cell as a message may show it: short, on one line, and masked where it is about a person.
std::string shown(const DatasetColumn& column, std::string_view raw) {
  std::string text;
  std::size_t count = 0;
  const std::string_view trimmed = trim_wide(raw);
  for (std::size_t at = 0; at < trimmed.size(); ++count) {
    if (count == kShownCharacters) return text + "…";
    const std::size_t from = at;
    const char32_t c = next_code_point(trimmed, at);
    const bool seen = c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xFFFD && !(c >= 0x202A && c <= 0x202E) &&
                      !(c >= 0x2066 && c <= 0x2069);
    text += seen ? trimmed.substr(from, at - from) : "�";
  }
  if (column.personal == "id" || column.form == DatasetColumn::Form::kIdNumber) return mask_id(text);
  if (column.personal == "name") return mask_name(text);
  if (column.personal == "contact") return check_phone(text).ok() ? mask_phone(text) : mask_id(text);
  return column.personal.empty() ? text : text.empty() ? "" : "***";
}

/// What one of our checks of codes found; `lengths` are the right ones.
Title code_fault(const CodeCheck& check, std::string_view text, const Title& lengths, bool personal) {
  // The character is quoted from the text only where its place is one of ASCII.
  const bool quoted = !personal && check.at > 0 && check.at <= text.size() &&
                      static_cast<unsigned char>(text[check.at - 1u]) < 0x80;
  const std::string sign = quoted ? fmt::format("“{}”", text[check.at - 1u]) : "";
  switch (check.fault) {
    case CodeCheck::Fault::kNone:
      break;
    case CodeCheck::Fault::kLength:
      return lengths;
    case CodeCheck::Fault::kCharacter:
      return {fmt::format("第 {} 位不能是该字符{}", check.at, sign),
              fmt::format("character {} can't be {}", check.at, sign.empty() ? "what it is" : sign)};
    case CodeCheck::Fault::kDate:
      return {"出生日期不存在", "there is no such day of birth"};
    case CodeCheck::Fault::kCheck:
      // The digit that fits would tell what the mask hides.
      if (personal)
        return {"校验位不符，有一位或几位写错", "the check digit does not fit; something is mistyped"};
      return {fmt::format("第 {} 位校验位应为 {}（或前面有误）", check.at, check.expected),
              fmt::format("character {} should be {} (or one before it is wrong)", check.at, check.expected)};
  }
  return {};
}

Title uscc_fault(std::string_view code, bool personal) {
  const Title lengths{fmt::format("应为 18 位，实为 {} 位", code.size()),
                      fmt::format("it must have 18 characters and has {}", code.size())};
  Title fault = code_fault(check_uscc(code), code, lengths, personal);
  if (const std::string meant = suggest_uscc(code); !personal && !meant.empty()) {
    fault.zh += "；是否为 " + meant + "？";
    fault.en += "; did you mean " + meant + "?";
  }
  return fault;
}

Title id_fault(std::string_view number) {
  if (number.size() == 15)
    return {"15 位旧号码已停用，应为 18 位", "numbers of 15 digits are no longer in use; it must have 18"};
  return code_fault(check_id_number(number), number, {"应为 18 位", "it must have 18 characters"}, true);
}

Title gs1_fault(std::string_view text) {
  const Gs1Fault fault = check_gs1(text);
  const std::string of = fault.identifier.empty() ? "" : fmt::format("({})", fault.identifier);
  using Kind = Gs1Fault::Kind;
  Title what;
  switch (fault.kind) {
    case Kind::kNone:
      break;
    case Kind::kEmpty:
      what = {"没有内容", "nothing in it"};
      break;
    case Kind::kBracket:
      what = {"括号不成对", "brackets that don't match"};
      break;
    case Kind::kUnknownIdentifier:
      what = {"未知的应用标识符", "an unknown application identifier"};
      break;
    case Kind::kTooShort:
      what = {"内容过短", "too short"};
      break;
    case Kind::kTooLong:
      what = {"内容过长，可能缺少分隔符", "too long; perhaps a separator is missing"};
      break;
    case Kind::kCharacter:
      what = {"不允许的字符", "a character that is not allowed"};
      break;
    case Kind::kCheck:
      what = {fmt::format("校验位应为 {}", fault.expected),
              fmt::format("the check digit should be {}", fault.expected)};
      break;
    case Kind::kDate:
      what = {"不存在的日期", "no such day"};
      break;
    case Kind::kTwice:
      what = {"同一标识符出现两次而内容不同", "the same identifier with two values"};
      break;
  }
  return {fmt::format("第 {} 个字符处{} {}", fault.at, of, what.zh),
          fmt::format("at character {}{}: {}", fault.at, of, what.en)};
}

/// The codes near to a word, else the first ones of the list.
Title list_hint(const DatasetColumn& column, const catalog::Catalog& catalog, std::string_view raw) {
  const std::string& id = column.codes == "area" ? catalog.district.areas : column.codes;
  const catalog::CodeList* list = catalog.code_list(id);
  if (list == nullptr) return {};
  std::vector<std::string> words;
  Title all;
  for (const catalog::Code& code : list->codes) {
    for (const std::string& word : {code.code, code.title.zh, code.title.en}) {
      // A short word is near to every other one.
      if (word.size() > 3) words.push_back(word);
    }
    if (&code - list->codes.data() >= static_cast<std::ptrdiff_t>(kListed)) continue;
    all.zh += (all.zh.empty() ? "" : "、") + code.code + " " + code.title.zh;
    all.en += (all.en.empty() ? "" : ", ") + code.code + (code.title.en.empty() ? "" : " " + code.title.en);
  }
  const std::string more = list->codes.size() > kListed ? " …" : "";
  const std::string near = nearest(trim_wide(raw), words);
  const Title meant =
      near.empty() ? Title{} : Title{"是否为“" + near + "”？", "did you mean “" + near + "”? "};
  return {meant.zh + "可用：" + all.zh + more, meant.en + "allowed: " + all.en + more};
}

Title limits(const DatasetColumn& column) {
  const std::string unit = column.unit.empty() ? "" : " " + column.unit;
  if (column.least && column.most) {
    const std::string least = written(column, *column.least), most = written(column, *column.most);
    return {fmt::format("应在 {} 至 {}{} 之间", least, most, unit),
            fmt::format("from {} to {}{}", least, most, unit)};
  }
  if (column.least) {
    return {fmt::format("不小于 {}{}", written(column, *column.least), unit),
            fmt::format("at least {}{}", written(column, *column.least), unit)};
  }
  if (column.most) {
    return {fmt::format("不大于 {}{}", written(column, *column.most), unit),
            fmt::format("at most {}{}", written(column, *column.most), unit)};
  }
  return {};
}

/// A number where a date is wanted is often the day that a spreadsheet counts from 1899-12-30.
Title date_hint(std::string_view raw) {
  constexpr std::int64_t kFirst = 20000, kLast = 80000, kDayZero = -25569;
  std::int64_t serial = 0;
  if (read_number(raw, 0, true, serial) != Reason::kNone || serial < kFirst || serial > kLast) return {};
  const std::string day = (Date() + static_cast<int>(serial + kDayZero)).to_string();
  return {"；像是表格软件的日期序号，即 " + day, "; it looks like a spreadsheet's serial number of " + day};
}

Title example_of(const DatasetColumn& column) {
  return column.example.empty() ? Title{} : Title{"，如 " + column.example, ", such as " + column.example};
}

/// Where a code that carries its own check is wrong.
Title code_remedy(Reason reason, const DatasetColumn& column, std::string_view raw) {
  std::array<char, 256> buffer;
  const std::string_view code = normalise_code(raw, buffer);
  const bool personal = !column.personal.empty();
  switch (reason) {
    case Reason::kUscc:
      return uscc_fault(code, personal);
    case Reason::kIdNumber:
      return id_fault(code);
    case Reason::kPhone:
      return {"如 13800001234、021-64120000、12345", "such as 13800001234, 021-64120000, 12345"};
    case Reason::kGtin:
      return code_fault(check_gtin(code), code,
                        {"应为 8、12、13 或 14 位", "it must have 8, 12, 13 or 14 digits"}, personal);
    case Reason::kGs1:
      return gs1_fault(trim_wide(raw));
    case Reason::kDivision:
      if (check_division(code).ok())
        return {fmt::format("前两位 {} 不是省级代码", code.substr(0, 2)),
                fmt::format("{} is no province", code.substr(0, 2))};
      return code_fault(check_division(code), code, {"应为 6、9 或 12 位", "it must have 6, 9 or 12 digits"},
                        false);
    case Reason::kUsccOrganisation:
      return code_fault(check_uscc_organisation(code), code, {}, personal);
    case Reason::kUsccRegistrar:
      return {std::string(code.substr(0, 2)), std::string(code.substr(0, 2))};
    default:
      return {};
  }
}

/// What would be right, for the third place of the text.
Title remedy(Reason reason, const DatasetColumn& column, const catalog::Catalog& catalog,
             std::string_view raw) {
  switch (reason) {
    case Reason::kPercent:
      return {"只写数字，单位为 " + (column.unit.empty() ? "该列的单位" : column.unit),
              "write the number only, in " + (column.unit.empty() ? "the column's unit" : column.unit)};
    case Reason::kTooManyDecimals:
      return {fmt::format("最多 {} 位", column.decimals), fmt::format("at most {}", column.decimals)};
    case Reason::kBelow:
    case Reason::kAbove:
      return limits(column);
    case Reason::kNotDate:
    case Reason::kNotTime:
      return date_hint(raw);
    case Reason::kNotInList:
      return list_hint(column, catalog, raw);
    case Reason::kTooLong:
      return {fmt::format("最多 {} 个字符", column.length),
              fmt::format("at most {} characters", column.length)};
    case Reason::kPattern: {
      const Title example = example_of(column);
      return {"样式为 " + column.pattern + example.zh, "it must match " + column.pattern + example.en};
    }
    default:
      return code_remedy(reason, column, raw);
  }
}

}  // namespace

const char* reason_name(Reason reason) { return kTexts.at(static_cast<std::size_t>(reason)).name; }

Diagnostic explain(Reason reason, const DatasetColumn& column, const catalog::Catalog& catalog,
                   std::string_view raw, Location where) {
  const ErrorCode& code = kTexts.at(static_cast<std::size_t>(reason));
  const Title right = remedy(reason, column, catalog, raw);
  const std::string value = reason == Reason::kMissing ? "" : shown(column, raw);
  const Severity severity = is_remark(reason) ? Severity::kWarning : Severity::kError;
  Diagnostic said = diagnose(code, std::move(where), {column.title.zh, value, right.zh}, severity);
  said.en = diagnose(code, {}, {column.title.en.empty() ? column.id : column.title.en, value, right.en}).en;
  return said;
}

Diagnostic summarize(Reason reason, const DatasetColumn& column) {
  const ErrorCode& code = kTexts.at(static_cast<std::size_t>(reason));
  const std::string value = reason == Reason::kMissing ? "" : "…";
  Diagnostic said = diagnose(code, {}, {column.title.zh, value, ""});
  said.en = diagnose(code, {}, {column.title.en.empty() ? column.id : column.title.en, value, ""}).en;
  return said;
}

Diagnostic explain_lost_reference(const DatasetColumn& column, const catalog::Catalog& catalog,
                                  std::string_view raw, Location where) {
  const catalog::Dataset& of = *catalog.dataset(column.ref);
  const auto english = [](const Title& title) { return title.en.empty() ? title.zh : title.en; };
  Diagnostic said =
      diagnose(kLost, where, {column.title.zh, shown(column, raw), of.title.zh, of.id}, Severity::kWarning);
  said.en = diagnose(kLost, where, {english(column.title), shown(column, raw), english(of.title), of.id}).en;
  return said;
}

std::string written(const DatasetColumn& column, std::int64_t value) {
  constexpr std::int64_t kDay = 86400;
  const auto day = [](std::int64_t days) { return (Date() + static_cast<int>(days)).to_string(); };
  switch (column.type) {
    case Type::kDate:
      return day(value);
    case Type::kTime: {
      const std::int64_t days = value / kDay - (value % kDay < 0 ? 1 : 0), seconds = value - days * kDay;
      return fmt::format("{} {:02}:{:02}:{:02}", day(days), seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    case Type::kBoolean:
      return value != 0 ? "是" : "否";
    case Type::kDecimal:
      return Decimal(Int128{value}, column.decimals).to_string();
    case Type::kText:
    case Type::kInteger:
      break;
  }
  return std::to_string(value);
}

}  // namespace zhiheng::intake

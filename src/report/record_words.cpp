// What is said of a dataset's columns and periods, for the form and for the terminal.
#include <array>
#include <string_view>

#include "report/record_form.h"

namespace zhiheng::report {
namespace {

using catalog::DatasetColumn;
using catalog::Title;

Title between(const DatasetColumn& column) {
  if (column.least && column.most) {
    const std::string low = stored_text(column, *column.least), high = stored_text(column, *column.most);
    return {low + " 到 " + high, low + " to " + high};
  }
  if (column.least) {
    const std::string low = stored_text(column, *column.least);
    return {"不小于 " + low, "at least " + low};
  }
  if (column.most) {
    const std::string high = stored_text(column, *column.most);
    return {"不大于 " + high, "at most " + high};
  }
  return {};
}

struct PeriodWords {
  std::string_view frequency;
  const char* zh;
  const char* en;
};
constexpr std::array<PeriodWords, 6> kPeriods{{{"day", "每日", "daily"},
                                               {"week", "每周", "weekly"},
                                               {"month", "每月", "monthly"},
                                               {"quarter", "每季度", "quarterly"},
                                               {"half", "每半年", "half-yearly"},
                                               {"year", "每年", "yearly"}}};

}  // namespace

Title limits_in_words(const DatasetColumn& column) {
  if (!column.codes.empty()) return {};
  if (column.type != DatasetColumn::Type::kText) {
    Title words = between(column);
    if (column.type != DatasetColumn::Type::kDecimal) return words;
    const std::string decimals = std::to_string(column.decimals);
    const bool first = words.zh.empty();
    words.zh += (first ? "至多 " : "，至多 ") + decimals + " 位小数";
    words.en += (first ? "at most " : ", at most ") + decimals + " decimals";
    return words;
  }
  Title words;
  if (column.form == DatasetColumn::Form::kFree) {
    const std::string length = std::to_string(column.length);
    words = {"至多 " + length + " 字", "at most " + length + " characters"};
  }
  if (!column.pattern.empty()) {
    words.zh += (words.zh.empty() ? "形如 " : "，形如 ") + column.pattern;
    words.en += (words.en.empty() ? "of the form " : ", of the form ") + column.pattern;
  }
  return words;
}

Title frequency_in_words(const catalog::Dataset& dataset) {
  Title words{"不定期", "from time to time"};
  for (const PeriodWords& period : kPeriods) {
    if (dataset.frequency == period.frequency) words = {period.zh, period.en};
  }
  if (dataset.due == 0) return words;
  const std::string days = std::to_string(dataset.due);
  return {words.zh + "，期末后 " + days + " 个工作日内",
          words.en + ", within " + days + " working days after the period"};
}

Title personal_in_words(const DatasetColumn& column) {
  if (column.personal == "name") return {"姓名", "name of a person"};
  if (column.personal == "id") return {"证件号码", "identity number"};
  if (column.personal == "contact") return {"联系方式", "contact"};
  if (column.personal == "address") return {"住址", "address"};
  if (column.personal == "health") return {"健康信息", "health"};
  return {};
}

}  // namespace zhiheng::report

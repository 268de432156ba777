#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "catalog/model.h"

namespace zhiheng::measure {

/// Rows of one input file that went into a value.
struct Input {
  std::string path;
  std::string sha256;
  std::vector<int> lines;  // sorted
};

/// Where a value comes from: enough to explain it and to compute it again.
struct Origin {
  std::string definition;  // food.pass_rate; food_sampling.tested where stage = 'catering'
  catalog::Title title;
  catalog::Title scope;
  std::string area;  // code, empty for the district
  int year = 0;
  bool reported = false;  // as received, not computed
  std::string formula;    // in words: 合格件数 ÷ 完成件数
  std::string numerator_title, denominator_title;
  std::string query;                 // SQL
  std::string owner;                 // department code
  std::vector<std::string> sources;  // places in the published source
  bool inferred = false;
  std::string note;
  std::vector<Input> inputs;
};

/// Adds the inputs and sources of `part`, and whether it was inferred, to `whole`.
void merge_origin(const Origin& part, Origin& whole);

/// One exact value with what it is made of.
struct Value {
  Decimal exact;  // before rounding; in its unit (a rate in % is 98.62…)
  std::optional<Decimal> numerator, denominator;
  std::string unit;
  int decimals = 0;
  catalog::Kind kind = catalog::Kind::kCount;
  bool less_is_better = false;  // its rise is no growth to be wished for
  std::string published;        // what was published for it, with its decimals; empty if nothing
  std::shared_ptr<Origin> origin;
};

/// How a value changed against the year before.
struct Change {
  enum class Form {
    kPercent,
    kPoints,
    kDifference
  };  // 12.8 % · 5.3 percentage points · -0.9 in its own unit
  Form form = Form::kPercent;
  Decimal exact;
  int decimals = 1;
  std::string unit;             // "%", "个百分点", "分贝"
  bool reported = false;        // as published: the year before is not known
  bool less_is_better = false;  // it rises (上升), it does not grow (增长)
  std::shared_ptr<Origin> origin;
};

/// The change from `before` to `now` by the rules of `kind`; nullopt where a percentage of zero would be
/// needed.
std::optional<Change> change_between(const Value& now, const Value& before);

/// How a change of a value of that kind is expressed, with its unit.
Change::Form change_form(catalog::Kind kind);
std::string change_unit(catalog::Kind kind, const std::string& unit);

}  // namespace zhiheng::measure

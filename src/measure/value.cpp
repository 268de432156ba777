#include "measure/value.h"

#include <algorithm>

namespace zhiheng::measure {

using catalog::Kind;

void merge_origin(const Origin& part, Origin& whole) {
  whole.inferred |= part.inferred;
  for (const auto& source : part.sources) {
    if (std::find(whole.sources.begin(), whole.sources.end(), source) == whole.sources.end())
      whole.sources.push_back(source);
  }
  for (const Input& input : part.inputs) {
    const auto same = std::find_if(whole.inputs.begin(), whole.inputs.end(),
                                   [&](const Input& i) { return i.path == input.path; });
    if (same == whole.inputs.end()) {
      whole.inputs.push_back(input);
    } else {
      same->lines.insert(same->lines.end(), input.lines.begin(), input.lines.end());
      std::sort(same->lines.begin(), same->lines.end());
      same->lines.erase(std::unique(same->lines.begin(), same->lines.end()), same->lines.end());
    }
  }
}

Change::Form change_form(Kind kind) {
  switch (kind) {
    case Kind::kCount:
    case Kind::kAmount:
      return Change::Form::kPercent;
    case Kind::kRate:
    case Kind::kGrowth:
      return Change::Form::kPoints;
    case Kind::kLevel:
    case Kind::kIndex:
      return Change::Form::kDifference;
  }
  return Change::Form::kDifference;
}

std::string change_unit(Kind kind, const std::string& unit) {
  switch (change_form(kind)) {
    case Change::Form::kPercent:
      return "%";
    case Change::Form::kPoints:
      return unit == "‰" ? "个千分点" : unit == "%" || unit.empty() ? "个百分点" : unit;
    case Change::Form::kDifference:
      return unit;
  }
  return unit;
}

std::optional<Change> change_between(const Value& now, const Value& before) {
  Change change;
  change.form = change_form(now.kind);
  change.unit = change_unit(now.kind, now.unit);
  change.less_is_better = now.less_is_better;
  if (change.form == Change::Form::kPercent) {
    if (before.exact.is_zero()) return std::nullopt;
    change.exact = (now.exact - before.exact) * Decimal(100) / before.exact;
  } else {
    // The difference of what is printed, so that the reader's own subtraction agrees.
    const int decimals = std::max(now.decimals, before.decimals);
    change.exact = now.exact.rounded(decimals) - before.exact.rounded(decimals);
    change.decimals = decimals;
  }
  change.origin = std::make_shared<Origin>(*now.origin);
  merge_origin(*before.origin, *change.origin);
  change.origin->definition += " | change";
  change.origin->title.zh += "：比上年变化";
  change.origin->formula = change.form == Change::Form::kPercent ? "（本年 − 上年）÷ 上年" : "本年 − 上年";
  change.origin->numerator_title.clear();
  change.origin->denominator_title.clear();
  change.origin->reported = false;
  return change;
}

}  // namespace zhiheng::measure

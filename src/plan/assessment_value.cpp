#include "plan/assessment_value.h"

#include "base/text.h"

namespace zhiheng::plan {
namespace {

using catalog::Rule;

/// A whole number of 0 or more.
std::optional<Decimal> count(std::string_view text) {
  const auto number = Decimal::parse(text);
  if (!number || number->scale() != 0 || number->is_negative()) return std::nullopt;
  return number;
}

std::optional<ItemValue> share(const std::string& text) {
  const auto parts = split(text, '/');
  if (parts.size() != 2) return std::nullopt;
  const auto done = count(trim(parts[0])), due = count(trim(parts[1]));
  if (!done || !due || *done > *due) return std::nullopt;
  return ItemValue{*done, *due, false, {}};
}

std::optional<Handover> handover(std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto due = Date::parse(text.substr(0, dots));
  const std::string_view end = text.substr(dots + 2);
  const auto done = Date::parse(end);
  if (!due || (!done && end != "none")) return std::nullopt;
  return Handover{*due, done};
}

std::optional<ItemValue> handovers(const std::string& text) {
  ItemValue value;
  for (const std::string& part : split(text, ';')) {
    const auto one = handover(trim(part));
    if (!one) return std::nullopt;
    value.handovers.push_back(*one);
  }
  return value;
}

}  // namespace

std::optional<ItemValue> read_value(const catalog::SheetItem& item, const std::string& text) {
  switch (item.rule) {
    case Rule::kShare:
      return share(text);
    case Rule::kLate:
      return handovers(text);
    case Rule::kEvidence:
      if (text != "yes" && text != "no") return std::nullopt;
      return ItemValue{{}, {}, text == "yes", {}};
    case Rule::kDeduct:
    case Rule::kBonus:
    case Rule::kVeto:
      if (const auto events = count(text)) return ItemValue{*events, {}, false, {}};
      return std::nullopt;
    default:
      if (const auto number = Decimal::parse(text)) return ItemValue{*number, {}, false, {}};
      return std::nullopt;
  }
}

catalog::Title value_form(Rule rule) {
  switch (rule) {
    case Rule::kShare:
      return {"完成数/应完成数，如 18/20", "done/due, as 18/20"};
    case Rule::kLate:
      return {"期限..交出日，如 2020-06-30..2020-07-02，未交写 none，多次用分号隔开",
              "due..handed in, as 2020-06-30..2020-07-02, none for never, several with semicolons"};
    case Rule::kEvidence:
      return {"yes 或 no", "yes or no"};
    case Rule::kDeduct:
    case Rule::kBonus:
    case Rule::kVeto:
      return {"次数，0 或正整数", "how many, 0 or a whole number"};
    default:
      return {"数字", "a number"};
  }
}

}  // namespace zhiheng::plan

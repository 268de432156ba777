#include "audit/statement_labels.h"

#include <algorithm>

#include "audit/lex/clause.h"
#include "audit/lex/cursor.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kReach = 48;  // bytes of a sentence in which a label's colon must stand

/// Whether words before a colon only announce what follows: 完成情况如下, or hold a number.
bool announces(std::string_view words) {
  static constexpr std::string_view kTitles[] = {"情况", "指标", "目标", "如下",
                                                 "要点", "概况", "数据", "来看"};
  return std::ranges::any_of(words, lex::is_digit) || ends_with_any(words, kTitles);
}

bool is_label(std::string_view words) {
  static constexpr std::string_view kNoLabel[] = {"，", "其中"};
  return words.size() >= 4 && words.size() <= 30 && !contains_any(words, kNoLabel);
}

}  // namespace

void Labels::read(const Sentence& sentence, const std::vector<TimeMark>& times) {
  static constexpr std::string_view kNew[] = {"新增", "新建"};
  const bool first = sentence.span.begin == document_.blocks[sentence.block].text.begin;
  if (first) of_block_.clear(), flow_ = false;
  label_ = of_block_;
  const std::string_view whole = document_.view(sentence.span), text = trim(whole);
  const std::string_view head = text.substr(0, kReach);
  size_t colon = head.find("：");
  if (colon == head.npos) colon = head.find(':');
  if (colon == head.npos || colon < 3) return;
  const auto end = sentence.span.begin + lex::offset(static_cast<size_t>(text.data() - whole.data()) + colon);
  const std::string words = lex::read_clause(document_.text, {sentence.span.begin, end}, times).own;
  if (announces(words)) return;
  flow_ = contains_any(words, kNew);
  if (is_label(words)) label_ = words;
  if (first) of_block_ = label_;
}

std::string Labels::labelled(std::string core, const Statement& st) const {
  if (label_.empty() || core.empty() || st.own.size() > 18 || core.starts_with(label_)) return core;
  return label_ + core;
}

}  // namespace zhiheng::audit

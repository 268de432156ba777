#include "audit/checks/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "audit/checks/claims.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMostBytes = 240;  // of a definition
constexpr size_t kTermBytes = 9;    // at least
constexpr size_t kMostTerm = 48;
constexpr size_t kTailBytes = 6;   // that two bases share: both are numbers of people, or both areas
constexpr size_t kMostAlike = 16;  // definitions of one term that are kept

/// One definition: "甲占乙的比重" in two halves, or "按甲计算" with the second empty.
struct Definition {
  read::Span span;
  std::uint32_t sentence;
  std::string part, whole;
};

bool is_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

/// The Han characters right before `end`.
std::string_view run_before(std::string_view text, size_t end) {
  size_t at = end;
  while (at >= 3) {
    size_t next = at - 3;
    if (!is_han(next_code_point(text, next)) || next != at) break;
    at -= 3;
  }
  return text.substr(at, end - at);
}

std::string_view run_behind(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at < text.size()) {
    size_t next = at;
    if (!is_han(next_code_point(text, next))) break;
    at = next;
  }
  return text.substr(begin, at - begin);
}

/// 本报告所称问题发现率: the term without what leads to it.
std::string_view term_of(std::string_view run) {
  for (const std::string_view lead : {"所称的", "所称", "所指的", "所指", "其中", "这里的", "文中"}) {
    if (const size_t at = run.find(lead); at != run.npos) run.remove_prefix(at + lead.size());
  }
  return run;
}

bool is_rate(std::string_view term) {
  if (term.size() < kTermBytes || term.size() > kMostTerm) return false;
  if (term.starts_with("人均") || term.starts_with("户均")) return true;
  for (const std::string_view end : {"率", "比重", "占比", "密度", "强度", "系数"}) {
    if (term.ends_with(end)) return true;
  }
  return false;
}

bool contain_each_other(std::string_view a, std::string_view b) {
  return a.find(b) != a.npos || b.find(a) != b.npos;
}

bool end_alike(std::string_view a, std::string_view b) {
  return a.size() >= kTailBytes && b.size() >= kTailBytes &&
         a.substr(a.size() - kTailBytes) == b.substr(b.size() - kTailBytes);
}

class TermCheck {
 public:
  TermCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    std::uint32_t index = 0;
    for (const read::Block& block : book_.document.blocks) {
      if (block.kind == read::BlockKind::kTable) continue;
      for (std::uint32_t at = block.text.begin; at < block.text.end; ++index) {
        const std::string_view rest = book_.document.view({at, block.text.end});
        const size_t stop = std::min(rest.find("。"), rest.find("；"));
        const auto end = stop == rest.npos ? block.text.end : at + static_cast<std::uint32_t>(stop);
        meanings({at, end}, index);
        bases({at, end}, index);
        at = stop == rest.npos ? end : end + 3;
      }
    }
  }

 private:
  /// …率是指甲占乙的比重.
  void meanings(read::Span sentence, std::uint32_t index) {
    const std::string_view text = book_.document.view(sentence);
    for (const std::string_view verb : {"是指", "指的是"}) {
      const size_t at = text.find(verb);
      if (at == text.npos) continue;
      const std::string_view term = term_of(run_before(text, at));
      const std::string_view said = run_behind(text, at + verb.size());
      const size_t of = said.find("占");
      if (!is_rate(term) || of == said.npos || of == 0 || said.size() > kMostBytes) continue;
      std::string_view whole = said.substr(of + 3);
      for (const std::string_view end : {"的比重", "的比例", "的百分比", "的比率", "比重", "比例"}) {
        if (!whole.ends_with(end)) continue;
        whole.remove_suffix(end.size());
        const auto begin = sentence.begin + static_cast<std::uint32_t>(term.data() - text.data());
        const auto last =
            sentence.begin + static_cast<std::uint32_t>(said.data() + said.size() - text.data());
        compare(term, {{begin, last}, index, std::string(said.substr(0, of)), std::string(whole)});
        break;
      }
    }
  }

  /// 人均…按甲计算; 按甲 48 人计算，人均….
  void bases(read::Span sentence, std::uint32_t index) {
    const std::string_view text = book_.document.view(sentence);
    for (size_t at = text.find("按"); at != text.npos; at = text.find("按", at + 3)) {
      const std::string_view behind = text.substr(at, kMostBytes);
      const size_t end = behind.find("计算");
      if (end == behind.npos) return;
      const std::string_view between = behind.substr(3, end - 3);
      if (contains_any(between, {"，", "。", "；", "、", "按", ",", ";"})) continue;
      const std::string_view base = run_behind(text, at + 3).substr(0, between.size());
      std::string_view term = term_of(run_before(text, at));
      const std::string_view next = behind.substr(end + 6);
      if (!is_rate(term) && next.starts_with("，")) term = run_behind(next, 3);
      if (!is_rate(term) || base.size() < kTermBytes) continue;
      const auto begin = sentence.begin + static_cast<std::uint32_t>(at);
      compare(term, {{begin, begin + static_cast<std::uint32_t>(end + 6)}, index, std::string(base), {}});
    }
  }

  static bool exclude(const Definition& a, const Definition& b) {
    if (a.sentence == b.sentence || a.whole.empty() != b.whole.empty()) return false;
    // Bases of different kinds (price, people) may both hold.
    if (a.whole.empty()) return !contain_each_other(a.part, b.part) && end_alike(a.part, b.part);
    return !contain_each_other(a.part, b.part) || !contain_each_other(a.whole, b.whole);
  }

  void compare(std::string_view term, Definition here) {
    auto& known = terms_[std::string(term)];
    for (const Definition& other : known) {
      if (!exclude(here, other)) continue;
      report(term, here, other);
      return;
    }
    if (known.size() < kMostAlike) known.push_back(std::move(here));
  }

  void report(std::string_view term, const Definition& here, const Definition& other) {
    Finding finding;
    finding.kind = Kind::kDefinition;
    finding.weight = Weight::kWarning;
    finding.stated = std::string(book_.document.view(here.span));
    finding.recomputed = std::string(book_.document.view(other.span));
    finding.spots = {{book_.index, here.span, here.span}, {book_.index, other.span, other.span}};
    finding.explanation = {
        fmt::format("“{}”有两种定义：此处“{}”，另一处“{}”", term, finding.stated, finding.recomputed),
        fmt::format("'{}' is defined in two ways: '{}' and '{}'", term, finding.stated, finding.recomputed)};
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  Results& results_;
  std::map<std::string, std::vector<Definition>> terms_;
};

}  // namespace

void check_terms(const Book& book, Results& results) { TermCheck(book, results).run(); }

}  // namespace zhiheng::audit

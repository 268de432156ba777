#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "audit/quantity.h"
#include "read/document.h"

namespace zhiheng::audit {

/// What a sentence says with a number.
enum class Role : std::uint8_t {
  kLevel,   // 受理投诉 60939 件; 合格率 98.9%
  kChange,  // 增长 12.8%, 提高 0.3 个百分点, 减少 34 件: `Statement::sign` says which way
  kShare,   // 占全区工业总产值的比重为 63.2%: `Statement::whole` says of what
};

/// Against what a change is measured.
enum class Base : std::uint8_t { kUnsaid, kLastYear, kLastPeriod, kNamedYear, kPlan, kYearly };

/// Whose numbers: the area of the document, one above it, or a part of it.
enum class Scope : std::uint8_t { kOwn, kPart, kCity, kProvince, kNation, kWorld };

/// One number in a sentence with what it is about. Texts are normalised (no spaces, no time words, no
/// connectives) so that equal things read equal.
struct Statement {
  std::uint32_t quantity = 0;  // index into the document's scan
  std::uint32_t sentence = 0;  // index into Statements::sentences
  std::int32_t parent = -1;    // the statement whose subject this one continues, or -1
  Role role = Role::kLevel;
  std::int8_t sign = 1;  // of a change: -1 for a decrease
  Base base = Base::kUnsaid;
  Scope scope = Scope::kOwn;
  Period base_period;         // of kNamedYear
  Period period;              // what the value is of, as far as the text says; `from` 0: unknown
  bool period_said = false;   // in this very sentence, not inherited
  std::uint8_t depth = 0;     // of brackets around it
  bool bare = false;          // no words right before the number; `own` is of the clause before
  bool aside = false;         // of an earlier period, named only for comparison
  bool part = false;          // one of several after 其中, 包括
  bool part_begin = false;    // the first of them
  std::int32_t part_of = -1;  // the level before 其中, or -1
  bool list = false;          // behind 分别, or in a list whose subjects are not each said
  bool target = false;        // what is to be reached, not what is
  bool flow = false;          // 新增, 净增, 新建
  bool total = false;         // 共, 总, 合计, 累计
  bool reached = false;       // 增至, 达到, 提高到: the level at the end of a change
  bool from = false;          // 由 …, 从 …: the level at its beginning
  bool comparable = false;    // 按可比价格, 扣除价格因素, 同口径
  bool average = false;       // 年均, 日均, 月均, 平均
  read::Span clause;          // from the boundary before it to behind the number
  std::string subject;        // "受理投诉举报"; of the parent where it says none of its own
  std::string own;            // its own words only, may be empty
  std::string core;           // the subject without region, doer and verb: what equal things share
  std::string whole;          // of a share: the denominator's words, may be empty (总数)
};

/// A sentence: the statements [first, first + count) and its text.
struct Sentence {
  read::Span span;
  std::uint32_t block = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  bool continued = false;  // ends in a semicolon, or is cut
  bool divides = false;    // begins with 其中, 按产业分, 从行业看: divides what was named before
};

/// All statements of a document's paragraphs, headings and notes (not of its tables), in order.
struct Statements {
  Scan scan;
  std::vector<Sentence> sentences;
  std::vector<Statement> all;
  std::int16_t year = 0;   // that the document is about; where it names none, one that stands for it
  bool year_said = false;  // whether it names one
  std::string region;      // 闵行区: what 全区 means here; may be empty

  const Quantity& quantity(const Statement& s) const { return scan.quantities[s.quantity]; }
};

/// Reads what a document says. `table_year` is the latest year that its tables name (0: none), taken for the
/// document's where its sentences name none. Spans are of `document.text`, which must outlive the result.
/// O(length).
Statements read_statements(const read::Document& document, std::int16_t table_year = 0);

}  // namespace zhiheng::audit

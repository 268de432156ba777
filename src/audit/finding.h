#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "read/document.h"

namespace zhiheng::audit {

/// A text in both languages.
struct Words {
  std::string zh;
  std::string en;
};

/// What is wrong. The names (kind_name) are stable: waivers, `--only` and other programs use them.
enum class Kind : std::uint8_t {
  kSum,         // parts and whole, rows, columns, 其中, shares that must make 100 %
  kRatio,       // rate or share against its numerator and denominator
  kGrowth,      // growth or difference against the two periods
  kUnit,        // % for percentage points and the reverse, missing or differing unit, magnitude slip (万)
  kImpossible,  // rate above 100, part above whole, decline above 100 %, rate that no count gives, no such
                // date
  kMeanRate,    // a plain mean of rates where a total rate is due
  kTextTable,   // text against table
  kTextText,    // text against text
  kDocument,    // one document against another
  kStockFlow,   // a stock presented as an increase
  kTarget,      // a target below its baseline, or against another plan
  kDefinition,  // one measure under two definitions (日均/年均)
  kNumbering,   // chapters, tables, figures, footnotes
  kReference,   // a reference to what does not exist
  kCaption,     // repeated, swapped or differing captions; contents against captions
};
inline constexpr int kKindCount = 15;

const char* kind_name(Kind kind);   // "sum", "text-table"
const char* kind_title(Kind kind);  // "合计与分项", in Chinese
std::optional<Kind> parse_kind(std::string_view name);
Words kind_words(Kind kind);  // the title in both languages
Words kind_about(Kind kind);  // one sentence on what is tested

/// How much it matters to a reader of the document.
enum class Weight : std::uint8_t { kNote, kWarning, kError };
const char* weight_name(Weight weight);  // "note", "warning", "error"
std::optional<Weight> parse_weight(std::string_view name);
Words weight_words(Weight weight);  // 错误 error

/// A place in one of the audited documents: `mark` is what is wrong (a number, a caption), `quote` the words
/// around it that a reader needs.
struct Spot {
  std::uint32_t document = 0;
  read::Span mark;
  read::Span quote;
};

/// A contradiction. `certain` means that the document contradicts itself whatever was meant; otherwise the
/// words leave another reading. Values are as printed, with unit.
struct Finding {
  std::string id;  // of kind, words and numbers, not of places; set by `audit`
  Kind kind = Kind::kSum;
  Weight weight = Weight::kError;
  bool certain = false;
  std::vector<Spot> spots;     // the first is what is doubted
  std::string stated;          // "62.4%"
  std::string recomputed;      // "63.2%", empty where nothing can be computed
  std::string formula;         // "2046.87 ÷ 3238.36 = 63.2%"
  std::string interval;        // "[63.20%, 63.21%]", what the displayed decimals allow
  std::string difference;      // "-0.8 个百分点"
  std::optional<Words> cause;  // the likeliest, if one fits exactly
  Words explanation;
};

/// A test that held.
struct Held {
  Kind kind = Kind::kSum;
  std::vector<Spot> spots;
  std::string formula;
};

/// What an audit says. Findings are in the order of their first spot.
struct Results {
  std::vector<Finding> findings;
  std::vector<Held> held;
};

}  // namespace zhiheng::audit

// Faults in words.
#include "intake/import.h"
#include "intake/reason.h"
#include "read/records.h"

namespace zhiheng::intake {
namespace {

using Problem = read::RowBlock::Problem::Kind;

constexpr ErrorCode kTooFew{"row.too-few-cells", "这一行的格数少于表头",
                            "the row has fewer cells than there are heads"};
constexpr ErrorCode kTooMany{"row.too-many-cells", "这一行的格数多于表头；含分隔符的内容要加双引号",
                             "the row has more cells than heads: quote what holds the separator"};
constexpr ErrorCode kQuote{"row.quote", "双引号没有成对，或引号后还有内容",
                           "a quote is not closed, or text follows a closing quote"};
constexpr ErrorCode kEncoding{"row.encoding", "这一行有不合编码的字节",
                              "the row has bytes that are not of the file's encoding"};
constexpr ErrorCode kTooLong{"row.too-long", "有一格超过 1 MiB，或这一行过长",
                             "a cell is over 1 MiB, or the row is too long"};
constexpr ErrorCode kNotObject{"row.not-an-object", "这一行不是 JSON 对象", "the line is no JSON object"};
constexpr ErrorCode kUnknownField{"row.unknown-field", "对象里有表头以外的字段",
                                  "the object has a field that is not among the heads"};
constexpr ErrorCode kKey{"row.key-twice", "关键列与前面一行相同；同一文件里只收第一行",
                         "the key is that of an earlier row: of a file the first one counts"};
constexpr ErrorCode kCheck{"row.check", "{}；{}", "{}; {}"};
constexpr ErrorCode kLost{"row.lost-reference", "列“{}”的值不在名册中",
                          "column \"{}\": the value is no key of the register"};

const ErrorCode& of_problem(std::uint8_t kind) {
  switch (static_cast<Problem>(kind)) {
    case Problem::kTooFew:
      return kTooFew;
    case Problem::kTooMany:
      return kTooMany;
    case Problem::kQuote:
      return kQuote;
    case Problem::kEncoding:
      return kEncoding;
    case Problem::kTooLong:
      return kTooLong;
    case Problem::kNotAnObject:
      return kNotObject;
    case Problem::kUnknownField:
      return kUnknownField;
  }
  return kTooLong;
}

}  // namespace

Diagnostic describe(const Fault& fault, const catalog::Dataset& dataset) {
  switch (fault.kind) {
    case Fault::Kind::kRow:
      return diagnose(of_problem(fault.reason), {});
    case Fault::Kind::kKey:
      return diagnose(kKey, {});
    case Fault::Kind::kCheck: {
      const catalog::RowCheck& check = dataset.checks.at(fault.at);
      Diagnostic result = diagnose(kCheck, {}, {check.title.zh, check.remedy.zh});
      result.code = "check." + check.id;
      result.zh = check.title.zh + (check.remedy.zh.empty() ? "" : "；" + check.remedy.zh);
      result.en = check.title.en + (check.remedy.en.empty() ? "" : "; " + check.remedy.en);
      return result;
    }
    case Fault::Kind::kReference:
      return diagnose(kLost, {}, {dataset.columns.at(fault.at).title.zh});
    case Fault::Kind::kCell:
      break;
  }
  return summarize(static_cast<Reason>(fault.reason), dataset.columns.at(fault.at));
}

}  // namespace zhiheng::intake

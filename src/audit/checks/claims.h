#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "audit/book.h"
#include "audit/finding.h"
#include "audit/wording.h"

namespace zhiheng::audit {

/// One number of a document, from a sentence or from a table, with what it is about in words that can be
/// compared with those of others.
struct Claim {
  const Book* book = nullptr;
  const Statement* statement = nullptr;  // null for a cell
  const TableModel* table = nullptr;     // null for a sentence
  Value value;  // of a cell; its quantity is also that of a cell of words: "不少于 10 个"
  Quantity quantity;
  std::string words;  // "公共交通站点覆盖率", of a share with its whole: "研发经费支出占生产总值"
  std::string aside;  // what stands in brackets behind them: "建成区"
  std::string key;    // `words` as a measure: see measure_key
  std::string home;   // 闵行区: what the document is about, may be empty
  std::string area;   // 全市, 全区: whose number, where the sentence says it
  Period period;
  Role role = Role::kLevel;
  Scope scope = Scope::kOwn;
  std::int32_t place = -1;  // heading of the town or park that it stands under
  bool goal = false;        // is to be reached
  bool hoped = false;       // 力争, 争取: more than what is promised
  bool yearly = false;      // 每年, 年均 of a flow
  bool flow = false;        // 新增, 新建, 新登记: what came in a period
  bool total = false;       // 总数, 累计, 余额, 保有量, 年末: all there is
  bool state = false;       // 达到, 拥有: how many there are, not how many are made
  bool rising = false;      // 提升到, 增加到: said to become more
  bool bettered = false;  // behind words of its sentence that promise better: 质量稳步提升，合格率达到
  bool lessened = false;  // behind words that promise less: 进一步下降，控制在
  bool holding = false;   // 稳定在, 保持: said not to change
  bool less = false;      // 降至, 控制在, 不超过: said to become less
};

/// The claims of a document, those of sentences first, each in reading order. Left out: lists whose subjects
/// are not said, what belongs to one part of the area, and bare numbers. O(length).
std::vector<Claim> claims_of(const Book& book);

/// Those of each book, in their order. They point into `books`.
using Claims = std::vector<std::vector<Claim>>;
Claims claims_of(const std::vector<Book>& books);

/// Words without verbs, fillers and spellings that do not change what is measured: "培育首席质量官" and
/// "首席质量官数量" are one, so are PM2.5 and 细颗粒物, GDP and 地区生产总值.
std::string measure_key(std::string_view words);

/// Whether words say that what they name came in a period: 新增, 新建, 新登记.
bool has_flow(std::string_view words);

/// A key without the words that make it a flow (新增) or a stock (总量, 年末): 新增有效发明专利 and
/// 有效发明专利总数 are one.
std::string thing_key(std::string_view key);

/// Whether two documents speak of one place, as far as their names and titles say.
bool same_area(const Claim& a, const Claim& b);
/// Whether the numbers can be compared: dimension and unit; 个, 家, 处 count the same things.
bool same_unit(const Claim& a, const Claim& b);

/// Digits that say something: 147114 has six, 1200 two, 0.40 two.
int telling_digits(const Claim& claim);

Spot spot_of(const Claim& claim);
std::string words_of(const Claim& claim);  // the number as it stands, without spaces
Manner manner_of(const Claim& claim);

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words);

/// Takes back the findings before `first` of `kinds` that are about the same two numbers as one from `first`
/// on, which tells more.
void replace_told(Results& results, size_t first, std::initializer_list<Kind> kinds);

}  // namespace zhiheng::audit

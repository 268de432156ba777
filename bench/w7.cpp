// Workload W7: the figures and statements of 2,000 pages of Chinese prose, against a table of what they
// should say.
//   bench_w7 DIR    DIR holds pages.txt and truth.csv. Prints one line of JSON.
// The definitions are those of a regular expression, so that any engine can be asked the same:
//   figure     a number followed at once by one of kFigureUnits
//   statement  YYYY年,区…局|委 INDICATOR 为|达到|共计|累计达 NUMBER UNIT
// Numbers and words are read by what the audit itself reads them with (src/audit/lex).
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <experimental/simd>
#include <optional>
#include <string>
#include <vector>

#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "base/error.h"
#include "base/file.h"
#include "read/encoding.h"

namespace {

using namespace zhiheng::audit::lex;
using zhiheng::read::is_utf8;

constexpr Words kFigureUnits{"个百分点", "批次", "户次", "万元", "件", "起", "例", "%", "年", "页"};
constexpr Words kStatementUnits{"批次", "户次", "万元", "件", "起", "例", "%"};
constexpr Words kVerbs{"为", "达到", "共计", "累计达"};
constexpr std::string_view kIndicators[] = {
    "监督抽检批次",   "不合格批次",   "抽检合格率",     "投诉举报受理量", "预警处置数",
    "不良反应报告数", "检查主体户次", "立案查处案件数", "罚没款金额",     "按时办结率"};
constexpr int kIndicatorCount = static_cast<int>(std::size(kIndicators));

struct Figure {
  std::uint32_t begin, end, unit_end;
  double value;
};

struct Statement {
  std::string_view department;
  int year, indicator;
  std::int64_t hundredths;
};

/// Where the next ASCII digit at or behind `at` stands, or the text's size. Looks at as many bytes at once as
/// the machine's vectors hold.
size_t next_digit(std::string_view text, size_t at) {
  namespace simd = std::experimental;
  constexpr unsigned char kZero = '0', kTen = 10;
  using Bytes = simd::native_simd<unsigned char>;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  for (; at + Bytes::size() <= text.size(); at += Bytes::size()) {
    // Below '0' the difference wraps around and becomes large.
    const auto digits = Bytes(bytes + at, simd::element_aligned) - Bytes(kZero) < Bytes(kTen);
    if (simd::any_of(digits)) return at + static_cast<size_t>(simd::find_first_set(digits));
  }
  while (at < text.size() && !is_digit(text[at])) ++at;
  return at;
}

/// What the table says, by page, indicator and year: open addressing, neighbours in the text are neighbours
/// in it.
class Truth {
 public:
  explicit Truth(std::string_view csv) : slots_(std::bit_ceil(csv.size() / kBytesPerSlot + 1)) {
    size_t line = csv.find('\n') + 1;
    for (size_t end; (end = csv.find('\n', line)) != csv.npos; line = end + 1)
      read(csv.substr(line, end - line));
  }

  std::optional<std::int64_t> at(int page, int indicator, int year) const {
    const Slot& slot = slots_[place(key_of(page, indicator, year))];
    return slot.key ? std::optional(slot.hundredths) : std::nullopt;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::int64_t hundredths = 0;
  };
  static constexpr size_t kBytesPerSlot =
      12;  // no line is shorter than twice that: at least half the slots stay free

  static std::uint64_t key_of(int page, int indicator, int year) {
    return static_cast<std::uint64_t>(page) << 20 | static_cast<std::uint64_t>(indicator) << 16 |
           static_cast<std::uint64_t>(year);
  }
  size_t place(std::uint64_t key) const {
    const size_t last = slots_.size() - 1;
    size_t at = (key >> 16) & last;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & last;
    return at;
  }

  /// page,indicator,year,value
  void read(std::string_view line) {
    const auto whole = [&](size_t from, size_t& end) {
      std::int64_t value = 0;
      for (end = from; end < line.size() && is_digit(line[end]); ++end)
        value = value * 10 + (line[end] - '0');
      return value;
    };
    size_t at = 0, end = 0;
    const auto page = static_cast<int>(whole(0, at));
    int indicator = 0;
    while (indicator < kIndicatorCount && !starts(line, at + 1, kIndicators[indicator])) ++indicator;
    if (indicator == kIndicatorCount) return;
    const auto year = static_cast<int>(whole(at + 1 + kIndicators[indicator].size() + 1, at));
    const std::uint64_t key = key_of(page, indicator, year);
    slots_[place(key)] = {key, whole(at + 1, end)};
  }

  std::vector<Slot> slots_;
};

/// `\d[\d,]*(?:\.\d+)?` with a unit behind it, in hundredths.
std::optional<std::int64_t> read_value(std::string_view text, size_t at) {
  if (at >= text.size() || !is_digit(text[at])) return std::nullopt;
  double value = 0, power = 1;
  for (; at < text.size() && (is_digit(text[at]) || text[at] == ','); ++at) {
    if (text[at] != ',') value = value * 10 + (text[at] - '0');
  }
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
    for (++at; at < text.size() && is_digit(text[at]); ++at) {
      value = value * 10 + (text[at] - '0');
      power *= 10;
    }
  }
  if (!first_of(text, at, kStatementUnits)) return std::nullopt;
  return std::llrint(value / power * 100);
}

/// The rest of a statement behind its department.
bool read_rest(std::string_view text, size_t at, Statement& statement) {
  for (int i = 0; i < kIndicatorCount; ++i) {
    if (!starts(text, at, kIndicators[i])) continue;
    at += kIndicators[i].size();
    const size_t verb = first_of(text, at, kVerbs);
    if (!verb) return false;
    const auto value = read_value(text, at + verb);
    if (!value) return false;
    statement.indicator = i;
    statement.hundredths = *value;
    return true;
  }
  return false;
}

/// The statement whose year's digits end at `year_end`.
std::optional<Statement> read_statement(std::string_view text, size_t year_end) {
  constexpr int kShortest = 2, kLongest = 12;  // characters of a department's name between 区 and 局 or 委
  static constexpr Words kNameEnds{"局", "委"};
  if (!starts(text, year_end, "年,区") || year_end < 4) return std::nullopt;
  Statement statement{};
  for (size_t i = year_end - 4; i < year_end; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    statement.year = statement.year * 10 + (text[i] - '0');
  }
  const size_t begin = year_end + 4;
  size_t at = begin + 3;
  for (int count = 0; count <= kLongest; ++count, at += 3) {
    if (count >= kShortest && first_of(text, at, kNameEnds) && read_rest(text, at + 3, statement)) {
      statement.department = text.substr(begin, at + 3 - begin);
      return statement;
    }
    if (const char32_t c = wide_at(text, at); c < 0x4E00 || c > 0x9FFF) break;
  }
  return std::nullopt;
}

struct Answer {
  std::vector<Figure> figures;
  std::vector<Statement> statements;
  size_t mismatches = 0;
  std::int64_t sum = 0;
};

/// The whole task: the table's text and the pages' bytes in memory -> figures, statements, what disagrees.
Answer solve(std::string_view pages, std::string_view table) {
  if (!is_utf8(pages)) throw std::invalid_argument("pages.txt is not UTF-8");
  const Truth truth(table);
  constexpr size_t kBytesPerFigure = 32, kBytesPerStatement = 128;
  Answer answer;
  answer.figures.reserve(pages.size() / kBytesPerFigure);
  answer.statements.reserve(pages.size() / kBytesPerStatement);
  int page = 0;
  size_t next_page = pages.find('\f');
  for (size_t at = next_digit(pages, std::min(next_page, pages.size())); at < pages.size();) {
    for (; next_page < at; ++page) next_page = pages.find('\f', next_page + 1);
    const auto number = read_number(pages, at);
    at = number->end;
    if (const size_t unit = first_of(pages, at, kFigureUnits)) {
      answer.figures.push_back({offset(number->begin), offset(at), offset(at + unit), number->value});
      if (const auto statement = read_statement(pages, at)) {
        answer.statements.push_back(*statement);
        answer.sum += statement->hundredths;
        answer.mismatches += truth.at(page, statement->indicator, statement->year) != statement->hundredths;
      }
      at += unit;
    }
    at = next_digit(pages, at);
  }
  return answer;
}

int run(const std::string& folder) {
  constexpr int kRuns = 5;
  const std::string pages = zhiheng::read_file(folder + "/pages.txt", "pages.txt"),
                    table = zhiheng::read_file(folder + "/truth.csv", "truth.csv");
  std::vector<double> seconds;
  std::string digest;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const Answer answer = solve(pages, table);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    digest = fmt::format("figures={},statements={},mismatches={},sum={}", answer.figures.size(),
                         answer.statements.size(), answer.mismatches, answer.sum);
  }
  std::ranges::sort(seconds);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double median = seconds[kRuns / 2], bytes = static_cast<double>(pages.size());
  fmt::print(
      R"({{"workload": "W7", "peer": "zhiheng", "n": {}, "seconds": {:.6f}, "peak_mib": {:.1f}, "result_digest": "{}", "mb_per_s": {:.2f}}})"
      "\n",
      pages.size(), median, static_cast<double>(usage.ru_maxrss) / 1024, digest, bytes / median / 1e6);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "用法 usage: bench_w7 DIR（pages.txt, truth.csv）\n");
    return 2;
  }
  try {
    return run(arguments[1]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}

#include <algorithm>
#include <string>

#include "audit/table_label.h"
#include "audit/table_layout.h"

namespace zhiheng::audit {
namespace {

constexpr int kMostHeadRows = 4;
constexpr int kLargestStep = 5;  // years between the columns of a head

bool is_words(CellKind kind) { return kind == CellKind::kWords || kind == CellKind::kYear; }

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether bare years of a row follow one another, as those of a head do.
bool years_in_order(const Grid& grid, int row, int largest_step) {
  int before = 0;
  int step = 0;
  for (int c = 0; c < grid.columns(); ++c) {
    if (grid.kind(row, c) != CellKind::kYear || !grid.is_origin(row, c)) continue;
    const int year = plain_year(grid.text(row, c));
    const int now = before == 0 ? 0 : year - before;
    if (before != 0 && (std::abs(now) > largest_step || (step != 0 && now * step < 0))) return false;
    if (now != 0) step = now;
    before = year;
  }
  return true;
}

class SectionFinder {
 public:
  explicit SectionFinder(const Grid& grid) : grid_(grid) {}

  std::vector<Section> find() {
    int row = 0;
    while (row < grid_.rows()) row = take(row);
    return std::move(found_);
  }

 private:
  /// Takes the section that begins at `row`; returns the row behind it.
  int take(int row) {
    Section section;
    row = take_titles(row, section);
    section.head_begin = row;
    while (row < grid_.rows() && row - section.head_begin < kMostHeadRows && is_head(row, section.head_begin))
      ++row;
    section.head_end = row;
    int numeric = -1;  // the last row with numbers
    for (; row < grid_.rows(); ++row) {
      if (numeric >= 0 && grid_.row(row).numbers == 0) {
        if (repeats_head(row, section)) continue;
        if (begins_section(row, numeric)) break;
      }
      section.body.push_back(row);
      if (has_values(row)) numeric = row;
    }
    if (row < grid_.rows() && section.body.size() > 1 && grid_.row(section.body.back()).lone()) {
      section.body.pop_back();  // the next section's title
      --row;
    }
    if (numeric >= 0) classify(section, 0, grid_.columns());
    return row;
  }

  /// Numbers, or what looks like a year where values stand.
  bool has_values(int row) const {
    if (grid_.row(row).numbers > 0) return true;
    if (grid_.row(row).years == 0) return false;
    for (int c = 1; c < grid_.columns(); ++c) {
      if (grid_.kind(row, c) == CellKind::kYear && is_bare_year(row, c)) return true;
    }
    return false;
  }

  int take_titles(int row, Section& section) {
    while (row + 1 < grid_.rows() && grid_.columns() > 1 && grid_.row(row).lone() &&
           grid_.row(row).first == 0) {
      const std::string text = compact(grid_.text(row, 0));
      if (text.find("单位") != std::string::npos) {
        section.unit_row = row;
      } else {
        section.title_row = row;
      }
      ++row;
    }
    // A caption whose parts stand apart was read as a row.
    if (row + 1 < grid_.rows() && grid_.row(row).numbers == 0 && grid_.row(row).words <= 3 &&
        grid_.row(row).first >= 0 && is_caption_number(grid_.text(row, grid_.row(row).first))) {
      section.title_row = row;
      for (int c = 0; c < grid_.columns(); ++c) {
        if (!unit_after_word(grid_.text(row, c)).empty()) section.unit_row = row;
      }
      ++row;
    }
    // A unit may stand at the right above the head.
    if (row + 1 < grid_.rows() && grid_.row(row).lone() &&
        compact(grid_.text(row, grid_.row(row).first)).starts_with("单位:")) {
      section.unit_row = row++;
    }
    return row;
  }

  bool is_head(int row, int first) const {
    const Grid::Row& content = grid_.row(row);
    if (content.numbers > 0 || content.words == 0) return false;
    if (content.years > 0 &&
        (!years_in_order(grid_, row, kLargestStep) || (row > first && content.first == 0))) {
      // Below a head, a row of years with its own label holds values.
      return row == first && content.years == content.words - 1 && years_in_order(grid_, row, kLargestStep);
    }
    if (row == first) return content.words >= 2 || content.first > 0 || grid_.columns() == 1;
    if (content.lone() && content.first == 0) return false;
    const bool label_free = grid_.kind(row, 0) == CellKind::kNone || !grid_.is_origin(row, 0) ||
                            grid_.text(row, 0) == grid_.text(first, 0);
    return label_free || begins_below(row);
  }

  /// Whether words stand here where the next row has numbers.
  bool begins_below(int row) const {
    if (row + 1 >= grid_.rows()) return false;
    int above_numbers = 0;
    for (int c = 0; c < grid_.columns(); ++c) {
      if (is_words(grid_.kind(row, c)) && grid_.kind(row + 1, c) == CellKind::kNumber) ++above_numbers;
    }
    return above_numbers >= 2 && above_numbers * 2 >= grid_.row(row + 1).numbers;
  }

  bool repeats_head(int row, const Section& section) const {
    if (section.head_begin == section.head_end || grid_.row(row).words < 2) return false;
    for (int head = section.head_begin; head < section.head_end; ++head) {
      bool same = true;
      for (int c = 0; same && c < grid_.columns(); ++c) same = grid_.text(row, c) == grid_.text(head, c);
      if (same) return true;
    }
    return false;
  }

  /// Whether a head stands in the body: words where numbers stood, numbers again below.
  bool begins_section(int row, int numeric) const {
    if (grid_.row(row).words < 2 || row + 1 >= grid_.rows()) return false;
    int next = row + 1;
    while (next + 1 < grid_.rows() && next < row + 3 && grid_.row(next).numbers == 0) ++next;
    if (grid_.row(next).numbers == 0) return false;
    int over = 0;
    bool telling = false;
    for (int c = 0; c < grid_.columns(); ++c) {
      if (!is_words(grid_.kind(row, c)) || grid_.kind(numeric, c) != CellKind::kNumber) continue;
      const std::string text = compact(grid_.text(row, c));
      const LabelUnit unit = read_label_unit(text);
      const bool year = grid_.kind(row, c) == CellKind::kYear;
      if (year && is_bare_year(row, c) && !(grid_.row(row).years >= 2 && years_in_order(grid_, row, 1)))
        continue;
      if (year || !has_digit(text)) ++over;
      telling = telling || !unit.unit.empty() || year ||
                (text.size() <= 24 && measure_of_label(text, {}) != Measure::kUnknown);
    }
    const int numbers = grid_.row(numeric).numbers;
    return over * 2 >= numbers && (numbers > 1 ? over >= 2 : over == 1 && telling);
  }

  bool is_bare_year(int row, int c) const { return grid_.text(row, c).find("年") == std::string_view::npos; }

  struct Column {
    int numbers = 0;
    int words = 0;
    int years = 0;          // four digits that may as well be a number
    bool counts_up = true;  // 1, 2, 3, …
    bool one_text = true;
    std::string_view text;
  };

  Column look_at(const Section& section, int c) const {
    Column column;
    int expected = 0;
    for (const int row : section.body) {
      const CellKind kind = grid_.kind(row, c);
      const bool bare = kind == CellKind::kYear && is_bare_year(row, c);
      if (bare) ++column.years;
      if (kind == CellKind::kNumber) {
        ++column.numbers;
        ++expected;
        column.counts_up = column.counts_up && grid_.text(row, c) == std::to_string(expected);
      }
      if (!is_words(kind) || bare) continue;
      ++column.words;
      column.one_text = column.one_text && (column.text.empty() || column.text == grid_.text(row, c));
      column.text = grid_.text(row, c);
    }
    return column;
  }

  std::string head_text(const Section& section, int c) const {
    std::string text;
    for (int row = section.head_begin; row < section.head_end; ++row) text += compact(grid_.text(row, c));
    return text;
  }

  /// Tells label and value columns of [begin, end); where a second table stands beside the first, both.
  void classify(Section section, int begin, int end) {
    bool labels = true;
    std::vector<int> attributes;
    for (int c = begin; c < end; ++c) {
      const Column column = look_at(section, c);
      const std::string head = head_text(section, c);
      if (column.numbers + column.words + column.years == 0) {
        section.empty_columns.push_back(c);
        continue;
      }
      if (head == "单位" || head == "计量单位") {
        section.unit_column = c;
        continue;
      }
      const int numbers = column.numbers + (section.label_columns.empty() ? 0 : column.years);
      const bool numeric = numbers > 0 && numbers >= column.words;
      if (labels && is_ordinal(column, head)) {
        if (column.words > 0) section.label_columns.push_back(c);  // 合计 may stand there
        continue;
      }
      if (labels && (!numeric || is_time_head(head))) {
        section.label_columns.push_back(c);
        if (column.one_text && column.words >= 2) attributes.push_back(c);
        continue;
      }
      if (!numeric && !labels && begins_side_table(section, c, head, end)) {
        classify_side(section, c, end);
        break;
      }
      if (numeric) {
        labels = false;
        section.value_columns.push_back(c);
      }
    }
    drop_attributes(section, attributes);
    if (!section.value_columns.empty()) found_.push_back(std::move(section));
  }

  static bool is_ordinal(const Column& column, const std::string& head) {
    if (measure_of_label(head, {}) == Measure::kOrdinal) return true;
    return column.numbers >= 3 && column.counts_up && (head.empty() || head == "领域" || head == "No.");
  }

  static bool is_time_head(const std::string& head) {
    return head == "年份" || head == "年度" || head == "时间" || head == "月份" || head == "年" ||
           head == "季度" || head == "月" || head == "日期";
  }

  bool begins_side_table(const Section& section, int c, const std::string& head, int end) const {
    if (section.head_begin == section.head_end || c + 1 >= end || head.empty()) return false;
    const bool same =
        std::ranges::any_of(section.label_columns, [&](int l) { return head_text(section, l) == head; });
    const bool named = head.ends_with("项目") || head.ends_with("指标") || head.ends_with("类别");
    const Column next = look_at(section, c + 1);
    return (same || named) && next.numbers > 0 && next.numbers >= next.words;
  }

  void classify_side(const Section& section, int c, int end) {
    Section side = section;
    side.label_columns.clear();
    side.value_columns.clear();
    side.unit_column = -1;
    classify(std::move(side), c, end);
  }

  /// Columns that say the same in each row tell rows apart no better.
  static void drop_attributes(Section& section, const std::vector<int>& attributes) {
    for (const int c : attributes) {
      if (section.label_columns.size() > 1) std::erase(section.label_columns, c);
    }
  }

  const Grid& grid_;
  std::vector<Section> found_;
};

}  // namespace

std::vector<Section> find_sections(const Grid& grid) { return SectionFinder(grid).find(); }

}  // namespace zhiheng::audit

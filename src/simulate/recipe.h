#pragma once
// One column of made-up rows: the rules that fill it, ready to be used.
#include <string>
#include <string_view>
#include <vector>

#include "simulate/batch.h"
#include "simulate/dice.h"
#include "simulate/world.h"

namespace zhiheng::simulate {

/// A text with places to be filled: {n:8} the row's number, {year}, {COLUMN:13} the number of the register's
/// member in that column, {title:COLUMN} the Chinese title of its code.
class TextPattern {
 public:
  struct Part {
    enum class Kind { kText, kNumber, kYear, kMember, kTitle };
    Kind kind = Kind::kText;
    std::string text;
    std::size_t column = 0;
    std::size_t width = 0;
  };

  /// Throws Error ("simulation.bad-text") where a place names nothing.
  TextPattern(const std::string& text, const catalog::Dataset& dataset, const catalog::Catalog& catalog);

  const std::vector<Part>& parts() const { return parts_; }
  void append(const World& world, const Batch& batch, std::size_t row, std::string& out) const;

 private:
  const catalog::Dataset& dataset_;
  const catalog::Catalog& catalog_;
  std::vector<Part> parts_;
};

/// Fills one column by its rules: of each row the first rule whose condition holds; none: the cell is empty.
class Recipe {
 public:
  Recipe(const World& world, const catalog::Dataset& dataset, std::size_t column, const Dice& dice);

  std::size_t column() const { return column_; }
  /// Columns that must be filled before.
  const std::vector<std::size_t>& needs() const { return needs_; }
  /// The register that the column's values are drawn from; empty: none.
  const std::string& register_drawn() const { return register_; }
  /// Rows of one copy that it can fill where no member may come twice; 0: any number.
  std::uint64_t capacity() const;
  /// `attempt` above 0 draws anew.
  void fill(Batch& batch, std::uint64_t attempt) const;

 private:
  struct Step {
    Rule rule;
    std::vector<std::string_view> texts;  // of kPick
    std::vector<std::int64_t> values;
    std::vector<double> upto;
    std::vector<TextPattern> pattern;          // of kText: one
    std::int64_t first_day = 0, last_day = 0;  // of kYears
  };
  using Rows = std::vector<std::uint32_t>;

  void compile(const Rule& rule);
  void compile_pick(Step& step);
  void fill_step(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const;
  void fill_pick(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const;
  void fill_date(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const;
  void fill_number(const Step& step, const Rows& rows, const Dice& dice, Batch& batch) const;
  void fill_value(const Step& step, const Rows& rows, Batch& batch) const;
  void fill_text(const Step& step, const Rows& rows, Batch& batch) const;
  void draw_members(const Dice& dice, Batch& batch) const;
  void fill_member(const Rows& rows, Batch& batch) const;
  formula::Vector evaluate(const formula::Formula& formula, const Batch& batch) const;
  void keep_bounds(const Dice& dice, Batch& batch) const;
  void put_day(std::int64_t day, std::uint64_t bits, std::size_t row, Batch& batch) const;

  const World& world_;
  const catalog::Dataset& dataset_;
  const std::size_t column_;
  const catalog::DatasetColumn& definition_;
  const Dice dice_;
  std::vector<Step> steps_;
  std::vector<std::size_t> needs_;
  std::string register_;
};

/// The rules of a column for which none are written. Throws Error ("simulation.no-rule") where nothing likely
/// can be said of a required column.
std::vector<Rule> default_rules(const World& world, const catalog::Dataset& dataset,
                                const catalog::DatasetColumn& column);

/// The code of a register's member: a unified social credit code with right check characters.
std::string_view member_code(std::uint64_t member, const std::string& division, char* buffer);

inline constexpr ErrorCode kNoRule{"simulation.no-rule",
                                   "数据集 {} 的列 {} 须填而没有模拟规则；请在 catalog/simulation 中写明",
                                   "{}.{} is required and nothing says how to make it up: add a rule to "
                                   "catalog/simulation"};

}  // namespace zhiheng::simulate

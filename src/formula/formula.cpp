#include "formula/formula.h"

#include "formula/evaluate/evaluator.h"
#include "formula/parse/mistake.h"
#include "formula/parse/parser.h"
#include "formula/sql/write_sql.h"

namespace zhiheng::formula {

Formula::Formula(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}

std::optional<Formula> Formula::parse(const std::string& text, std::span<const Name> names,
                                      const Location& where, Diagnostics& diagnostics) {
  try {
    Parsed parsed = parse_formula(text, names);
    parsed.where = where;
    return Formula(std::make_shared<const Parsed>(std::move(parsed)));
  } catch (const Mistake& mistake) {
    diagnostics.add(mistake.code, where, arguments_of(text, mistake));
    return std::nullopt;
  }
}

Type Formula::type() const { return parsed_->root->type; }
int Formula::decimals() const { return parsed_->root->decimals; }
const std::string& Formula::text() const { return parsed_->text; }
const std::vector<size_t>& Formula::columns() const { return parsed_->columns; }

std::optional<size_t> Formula::single_column() const {
  if (parsed_->root->op != Op::kColumn) return std::nullopt;
  return parsed_->root->column;
}

Vector Formula::evaluate(std::span<const Vector* const> columns, size_t rows,
                         const WorkingCalendar& calendar) const {
  return Evaluator(*parsed_, columns, calendar).run(rows);
}

std::string Formula::sql(const std::function<std::string(const std::string& name)>& column) const {
  return write_sql(*parsed_, column);
}

}  // namespace zhiheng::formula

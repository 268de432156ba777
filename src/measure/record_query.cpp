#include "measure/record_query.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "base/text.h"
#include "store/dialect.h"

namespace zhiheng::measure {
namespace {

using catalog::RecordCube;
using catalog::RecordMeasure;
using formula::Type;
using Form = RecordMeasure::Form;

constexpr ErrorCode kSumOverflow{"cube.overflow", "合计 {} 超出 63 位", "the sum {} leaves 63 bits"};

std::string quoted(const std::string& name) { return sql_quoted(name, '"'); }

/// The rows, `rows`, beside what registers say of them, each under the name of its column.
class Relation {
 public:
  explicit Relation(const RecordQuery& query) : query_(query) {
    for (const auto& name : catalog::formula_names(query.dataset, query.catalog)) types_[name.id] = name;
  }

  std::string sql_of(const formula::Formula& formula) {
    return formula.sql([&](const std::string& name) { return column(name); });
  }

  std::string from() const {
    return " FROM " + query_.live_rows(query_.dataset.id) + " AS " + quoted("rows") + joins_;
  }

 private:
  std::string column(const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return quoted("rows") + "." + quoted(name);
    const std::string from = name.substr(0, dot);
    const catalog::Dataset& of = *query_.catalog.dataset(query_.dataset.column(from)->ref);
    if (!joined_.contains(from)) {
      const std::string rows = query_.live_rows(of.id);
      joined_[from] = !rows.empty();
      if (!rows.empty())
        joins_ += " LEFT JOIN " + rows + " AS " + quoted(from) + " ON " + quoted(from) + "." +
                  quoted(of.key.at(0)) + " = " + quoted("rows") + "." + quoted(from);
    }
    if (joined_.at(from)) return quoted(from) + "." + quoted(name.substr(dot + 1));
    const formula::Name& said = types_.at(name);
    return "CAST(NULL AS " + store::column_type(kind_of(said.type), said.decimals) + ")";
  }

  static store::LoadColumn::Kind kind_of(Type type) {
    using Kind = store::LoadColumn::Kind;
    constexpr std::array kKinds{Kind::kBoolean, Kind::kNumber, Kind::kDate, Kind::kTime, Kind::kText};
    return kKinds.at(static_cast<std::size_t>(type));
  }

  const RecordQuery& query_;
  std::map<std::string, formula::Name> types_;
  std::map<std::string, bool> joined_;  // by column: whether its register has rows
  std::string joins_;
};

/// The value as formula::Vector has it, but for its decimals: texts, and numbers for all else.
std::string plain_value(Relation& relation, const formula::Formula& formula) {
  const std::string sql = relation.sql_of(formula);
  switch (formula.type()) {
    case Type::kDate:
      return "(" + sql + " - DATE '1970-01-01')";
    case Type::kTime:
      return "CAST(extract(epoch FROM " + sql + ") AS BIGINT)";
    case Type::kBoolean:
      return "CAST(" + sql + " AS INTEGER)";
    case Type::kText:
      return sql + " COLLATE \"C\"";
    case Type::kNumber:
      break;
  }
  return sql;
}

std::string measure_sql(Relation& relation, const RecordMeasure& measure) {
  const std::string filter = measure.where ? " FILTER (WHERE " + relation.sql_of(*measure.where) + ")" : "";
  if (measure.form == Form::kSum) {
    if (measure.value.text() == "1") return "count(*)" + filter;
    const std::string value = relation.sql_of(measure.value);
    if (measure.value.type() == Type::kBoolean)
      return "count(*) FILTER (WHERE " + value +
             (measure.where ? " AND " + relation.sql_of(*measure.where) : "") + ")";
    return "coalesce(sum(" + value + ")" + filter + ", 0)";
  }
  const std::string value = plain_value(relation, measure.value);
  switch (measure.form) {
    case Form::kDistinct:
      return "count(DISTINCT " + value + ")" + filter;
    case Form::kMin:
      return "min(" + value + ")" + filter;
    case Form::kMax:
      return "max(" + value + ")" + filter;
    default:
      return "percentile_disc(" + measure.at.to_string() + ") WITHIN GROUP (ORDER BY " + value + ")" + filter;
  }
}

std::int64_t scaled(const Decimal& value, int decimals, const std::string& what) {
  const Int128 number = value.rounded(decimals).mantissa();
  using Limits = std::numeric_limits<std::int64_t>;
  if (number > Limits::max() || number < Limits::min()) throw Error(kSumOverflow, {}, {what});
  return static_cast<std::int64_t>(number);
}

/// The result's column as the values of an axis in their order, missing last, and the place of each row.
std::shared_ptr<const AxisValues> axis_of(const store::Frame::Column& column, const formula::Formula& value,
                                          std::vector<std::uint32_t>& places) {
  AxisValues axis;
  axis.type = value.type();
  axis.decimals = axis.type == Type::kNumber ? value.decimals() : 0;
  const bool text = column.type == store::Frame::Type::kText;
  const std::size_t rows = text ? column.texts.size() : column.decimals.size();
  const auto has = [&](std::size_t i) {
    return text ? column.texts[i].has_value() : column.decimals[i].has_value();
  };
  const auto number = [&](std::size_t i) { return scaled(*column.decimals[i], axis.decimals, column.name); };
  bool missing = false;
  for (std::size_t i = 0; i < rows; ++i) {
    if (!has(i))
      missing = true;
    else if (text)
      axis.texts.push_back(*column.texts[i]);
    else
      axis.numbers.push_back(number(i));
  }
  const auto each_once = [](auto& values) {
    std::ranges::sort(values);
    const auto rest = std::ranges::unique(values);
    values.erase(rest.begin(), rest.end());
  };
  each_once(axis.texts);
  each_once(axis.numbers);
  const auto place = [](const auto& values, const auto& wanted) {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(values, wanted) - values.begin());
  };
  const auto last = static_cast<std::uint32_t>(axis.size());
  for (std::size_t i = 0; i < rows; ++i)
    places.push_back(!has(i) ? last
                     : text  ? place(axis.texts, *column.texts[i])
                             : place(axis.numbers, number(i)));
  if (missing) {
    axis.missing = last;
    if (axis.type == Type::kText)
      axis.texts.emplace_back();
    else
      axis.numbers.emplace_back();
  }
  return std::make_shared<const AxisValues>(std::move(axis));
}

CubeTable::Measure measure_of(const store::Frame::Column& column, const RecordMeasure& measure) {
  CubeTable::Measure out;
  const bool counts = measure.form == Form::kSum || measure.form == Form::kDistinct;
  if (!counts) out.type = measure.value.type();
  if (measure.form != Form::kDistinct && measure.value.type() == Type::kNumber)
    out.decimals = measure.value.decimals();
  if (column.type == store::Frame::Type::kText) {
    for (const auto& text : column.texts) {
      out.texts.push_back(text.value_or(""));
      out.present.push_back(text.has_value());
    }
    return out;
  }
  for (const auto& number : column.decimals) {
    out.numbers.push_back(number ? scaled(*number, out.decimals, column.name) : 0);
    if (!counts) out.present.push_back(number.has_value());
  }
  return out;
}

/// Asks for one cube: all but its top lists by one query, each of those by one more.
class GroupedQuery {
 public:
  GroupedQuery(const RecordQuery& query, const RecordCube& cube)
      : cube_(cube), session_(query.session), relation_(query) {
    if (cube.where) where_ = relation_.sql_of(*cube.where);
    for (std::size_t i = 0; i < cube.by.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      dimensions_ += plain_value(relation_, cube.by[i].value) + " AS d" + number + ", ";
      names_ += (i == 0 ? "d" : ", d") + number;
      groups_ += (i == 0 ? "" : ", ") + number;
      order_ += (i == 0 ? "d" : ", d") + number + " NULLS LAST";
    }
  }

  std::string cells_sql() {
    std::string sql = "SELECT " + dimensions_ + "count(*) AS n";
    for (std::size_t m = 0; m < cube_.measures.size(); ++m)
      if (cube_.measures[m].form != Form::kTop)
        sql += ", " + measure_sql(relation_, cube_.measures[m]) + " AS m" + std::to_string(m + 1);
    return sql + relation_.from() + (where_.empty() ? "" : " WHERE " + where_) +
           (names_.empty() ? "" : " GROUP BY " + groups_) + " HAVING count(*) > 0" +
           (names_.empty() ? "" : " ORDER BY " + order_);
  }

  std::string top_sql(const RecordMeasure& measure) {
    const std::string value = plain_value(relation_, measure.value);
    std::string condition = value + " IS NOT NULL";
    if (measure.where) condition += " AND " + relation_.sql_of(*measure.where);
    if (!where_.empty()) condition += " AND " + where_;
    const std::string inner = "SELECT " + dimensions_ + value + " AS v, count(*) AS n" + relation_.from() +
                              " WHERE " + condition + " GROUP BY " + groups_ +
                              (groups_.empty() ? "1" : ", " + std::to_string(cube_.by.size() + 1));
    const std::string apart = names_.empty() ? "" : "PARTITION BY " + names_ + " ";
    const std::string columns = names_.empty() ? "" : names_ + ", ";
    return "SELECT " + columns + "v, n FROM (SELECT " + columns + "v, n, row_number() OVER (" + apart +
           "ORDER BY n DESC, v) AS k FROM (" + inner +
           ") AS counted) AS ranked WHERE k <= " + std::to_string(measure.keep) + " ORDER BY " + columns +
           "k";
  }

  CubeTable run() {
    const store::Frame cells = session_.query(cells_sql());
    CubeTable table;
    table.cube = &cube_;
    std::size_t at = 0;
    for (const auto& dimension : cube_.by)
      table.axes.push_back(axis_of(cells.column(at++), dimension.value, table.places.emplace_back()));
    for (std::size_t i = 0; i < cells.rows(); ++i)
      table.rows.push_back(scaled(*cells.decimal(i, at), 0, "n"));
    ++at;
    for (const auto& measure : cube_.measures)
      table.measures.push_back(measure.form == Form::kTop ? top(measure, cells)
                                                          : measure_of(cells.column(at++), measure));
    return table;
  }

 private:
  std::vector<std::string> cell_of(const store::Frame& frame, std::size_t row) const {
    std::vector<std::string> cell;
    for (std::size_t i = 0; i < cube_.by.size(); ++i) {
      const auto text = frame.text(row, i);
      cell.push_back(text ? "=" + *text : "");
    }
    return cell;
  }

  /// The values that a cell has most often, equal ones in the order of values.
  CubeTable::Measure top(const RecordMeasure& measure, const store::Frame& cells) {
    const store::Frame found = session_.query(top_sql(measure));
    std::map<std::vector<std::string>, std::string> texts;
    const std::size_t at = cube_.by.size();
    const int decimals = measure.value.type() == Type::kNumber ? measure.value.decimals() : 0;
    for (std::size_t i = 0; i < found.rows(); ++i) {
      std::string& text = texts[cell_of(found, i)];
      const std::string shown = measure.value.type() == Type::kText
                                    ? *found.text(i, at)
                                    : std::to_string(scaled(*found.decimal(i, at), decimals, measure.id));
      text += (text.empty() ? "" : "|") + shown + "×" + *found.text(i, at + 1);
    }
    CubeTable::Measure out;
    for (std::size_t i = 0; i < cells.rows(); ++i) {
      const auto text = texts.find(cell_of(cells, i));
      out.texts.push_back(text == texts.end() ? "" : text->second);
      out.present.push_back(text != texts.end());
    }
    return out;
  }

  const RecordCube& cube_;
  store::Session& session_;
  Relation relation_;
  // Grouped by place: a column of the table may have the name that a dimension has here.
  std::string where_, dimensions_, names_, groups_, order_;
};

}  // namespace

std::vector<std::string> cube_sql(const RecordQuery& query, const RecordCube& cube) {
  GroupedQuery asked(query, cube);
  std::vector<std::string> all{asked.cells_sql()};
  for (const auto& measure : cube.measures)
    if (measure.form == Form::kTop) all.push_back(asked.top_sql(measure));
  return all;
}

CubeTable query_cube(const RecordQuery& query, const RecordCube& cube) {
  return GroupedQuery(query, cube).run();
}

std::string rows_sql(const RecordQuery& query, const std::vector<std::string>& columns,
                     const std::optional<formula::Formula>& where, std::optional<std::uint64_t> most) {
  Relation relation(query);
  const std::string condition = where ? " WHERE " + relation.sql_of(*where) : "";
  const std::string batch = quoted("rows") + "._batch", line = quoted("rows") + "._line";
  std::string sql = "SELECT " + batch + ", " + line;
  for (const auto& column : columns) sql += ", " + quoted("rows") + "." + quoted(column);
  sql += relation.from() + condition + " ORDER BY " + batch + ", " + line;
  return most ? sql + " LIMIT " + std::to_string(*most) : sql;
}

std::string row_count_sql(const RecordQuery& query, const std::optional<formula::Formula>& where) {
  Relation relation(query);
  const std::string condition = where ? " WHERE " + relation.sql_of(*where) : "";
  return "SELECT count(*) AS n" + relation.from() + condition;
}

}  // namespace zhiheng::measure

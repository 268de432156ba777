#include "report/build/table_spec.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"
#include "report/build/diagnosed.h"

namespace zhiheng::report {
namespace {

using catalog::MapReader;
using catalog::Yaml;

constexpr ErrorCode kNoId{"table.no-id",
                          "缺少标识或标识不合规则（小写英文、数字、连字符）；写法：::: table my-table",
                          "the id is missing; write ::: table my-table"};
constexpr ErrorCode kBadColumns{"table.bad-columns", "columns 应为“- 表头: 表达式”或“- 表头:”加下级列表",
                                "columns must be “- head: expression” or “- head:” with a list below"};
constexpr ErrorCode kBadYears{"table.bad-years", "years 应为两个偏移，例如 [-2, 0]",
                              "years must be two offsets, like [-2, 0]"};
constexpr ErrorCode kBadWidths{"table.bad-widths", "widths 应为正数列表，每列一个",
                               "widths must be positive numbers, one a column"};
constexpr ErrorCode kBadTotalPlace{"table.bad-total", "total 的 at 只能为 top",
                                   "`at` of total can only be top"};
constexpr ErrorCode kUnknownType{"figure.unknown-type",
                                 "未知的图形 {}；可用：bar, hbar, line, stacked, pie, radar",
                                 "unknown chart {}; allowed: bar, hbar, line, stacked, pie, radar"};
constexpr ErrorCode kBadLayout{"table.bad-layout", "layout 只能为 landscape", "layout can only be landscape"};

std::vector<HeadSpec> read_heads(const Yaml& node, Diagnostics& diagnostics) {
  std::vector<HeadSpec> heads;
  if (node.type != Yaml::Type::kList) diagnostics.add(kBadColumns, node.where);
  for (const Yaml& item : node.items) {
    if (item.type != Yaml::Type::kMap || item.members.size() != 1) {
      diagnostics.add(kBadColumns, item.where);
      continue;
    }
    const auto& [title, value] = item.members[0];
    HeadSpec head;
    head.title = title;
    head.where = value.where;
    if (value.type == Yaml::Type::kScalar) {
      try {
        head.expression = measure::parse_expression(value.scalar, value.where);
      } catch (const Error& e) {
        keep(e, diagnostics);
        continue;
      }
    } else {
      head.children = read_heads(value, diagnostics);
    }
    heads.push_back(std::move(head));
  }
  return heads;
}

RowSpec read_row(const Yaml& node, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  RowSpec row;
  row.where = node.where;
  row.label = map.text("label");
  row.of = map.text_or("of", "");
  row.filter = map.text_or("where", "");
  row.text = map.text_or("text", "");
  row.group = map.boolean_or("group", false);
  row.strong = map.boolean_or("strong", false);
  row.indent = map.integer_or("indent", 0);
  map.finish();
  return row;
}

void read_rows(const Yaml& node, TableSpec& spec, Diagnostics& diagnostics) {
  if (node.type == Yaml::Type::kList) {
    spec.rows = TableSpec::Rows::kList;
    for (const Yaml& item : node.items) spec.list.push_back(read_row(item, diagnostics));
  } else if (node.scalar == "year") {
    spec.rows = TableSpec::Rows::kYear;
  } else if (node.scalar == "each") {
    spec.rows = TableSpec::Rows::kEach;
  } else if (node.scalar == "one") {
    spec.rows = TableSpec::Rows::kOne;
  } else {
    spec.rows = TableSpec::Rows::kDimension;
    spec.dimension = node.scalar;
  }
}

void read_years(const Yaml* node, TableSpec& spec, Diagnostics& diagnostics) {
  if (node == nullptr) return;
  const auto number = [&](size_t i) {
    return node->items.size() == 2 ? Decimal::parse(node->items[i].scalar) : std::nullopt;
  };
  if (!number(0) || !number(1)) {
    diagnostics.add(kBadYears, node->where);
    return;
  }
  spec.first_year = static_cast<int>(number(0)->to_double());
  spec.last_year = static_cast<int>(number(1)->to_double());
}

void read_total(const Yaml* node, TableSpec& spec, Diagnostics& diagnostics) {
  if (node == nullptr) return;
  if (node->type == Yaml::Type::kScalar) {
    spec.total = node->scalar;
    return;
  }
  MapReader map(*node, diagnostics);
  spec.total = map.text("label");
  const std::string at = map.text_or("at", "");
  spec.total_at_top = at == "top";
  if (!at.empty() && at != "top") diagnostics.add(kBadTotalPlace, node->where);
  map.finish();
}

}  // namespace

std::vector<const HeadSpec*> leaves(const std::vector<HeadSpec>& heads) {
  std::vector<const HeadSpec*> out;
  for (const HeadSpec& head : heads) {
    if (head.expression) {
      out.push_back(&head);
      continue;
    }
    const auto below = leaves(head.children);
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

TableSpec read_table_spec(const Yaml& node, const std::string& id, bool figure, Diagnostics& diagnostics) {
  MapReader map(node, diagnostics);
  TableSpec spec;
  spec.where = node.where;
  spec.id = id;
  if (!is_identifier(id) || id.find('_') != std::string::npos) diagnostics.add(kNoId, node.where);
  spec.title = map.text("title");
  spec.cube = map.text_or("from", "");
  read_rows(map.required("rows"), spec, diagnostics);
  read_years(map.optional("years"), spec, diagnostics);
  spec.filter = map.text_or("where", "");
  read_total(map.optional("total"), spec, diagnostics);
  spec.heads = read_heads(map.required("columns"), diagnostics);
  spec.unit = map.text_or("unit", "");
  spec.notes = map.texts("note");
  spec.may_be_empty = map.optional("empty") != nullptr;
  if (figure) {
    spec.type = map.text("type");
    spec.subtitle = map.text_or("subtitle", "");
    spec.alt = map.text_or("alt", "");
    spec.from_zero = map.boolean_or("from_zero", true);
    const std::vector<std::string> types{"bar", "hbar", "line", "stacked", "pie", "radar"};
    if (std::find(types.begin(), types.end(), spec.type) == types.end())
      diagnostics.add(kUnknownType, node.where, {spec.type});
  } else {
    spec.merge = map.texts("merge");
    const std::string layout = map.text_or("layout", "");
    spec.landscape = layout == "landscape";
    if (!layout.empty() && !spec.landscape) diagnostics.add(kBadLayout, node.where);
    for (const auto& text : map.texts("widths")) {
      const auto width = Decimal::parse(text);
      spec.widths.push_back(width ? width->to_double() : 0);
    }
    const bool bad = std::any_of(spec.widths.begin(), spec.widths.end(), [](double w) { return w <= 0; });
    if (bad || (!spec.widths.empty() && spec.widths.size() != leaves(spec.heads).size()))
      diagnostics.add(kBadWidths, node.where);
  }
  map.finish();
  return spec;
}

}  // namespace zhiheng::report

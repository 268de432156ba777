#include "report/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/markup.h"

namespace zhiheng::report {
namespace {

/// Collects `"key":value` pairs of one object; values are JSON already.
class Object {
 public:
  Object& raw(std::string_view key, std::string_view json) {
    out_ += out_.empty() ? "{" : ",";
    out_ += json_string(key) + ":";
    out_ += json;
    return *this;
  }
  Object& text(std::string_view key, std::string_view value) { return raw(key, json_string(value)); }
  Object& number(std::string_view key, int value) { return raw(key, std::to_string(value)); }
  Object& flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  Object& decimal(std::string_view key, const std::optional<Decimal>& value) {
    return raw(key, value ? value->to_string() : "null");
  }
  std::string str() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

template <class Items, class Write>
std::string array(const Items& items, Write write) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? "," : "") + write(item);
  return out + "]";
}
std::string texts(const std::vector<std::string>& items) { return array(items, json_string); }

std::string input(const LineageInput& each) {
  return Object().text("path", each.path).text("sha256", each.sha256).text("lines", each.lines).str();
}

/// For every place of the grid the cell that is seen there: itself, or the one that covers it.
std::vector<std::vector<const Cell*>> seen(const std::vector<TableRow>& rows, size_t columns) {
  std::vector<std::vector<const Cell*>> grid(rows.size(), std::vector<const Cell*>(columns, nullptr));
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < std::min(columns, rows[r].cells.size()); ++c) {
      const Cell& cell = rows[r].cells[c];
      if (cell.covered) continue;
      for (size_t i = r; i < std::min(rows.size(), r + static_cast<size_t>(cell.row_span)); ++i) {
        for (size_t k = c; k < std::min(columns, c + static_cast<size_t>(cell.col_span)); ++k)
          grid[i][k] = &cell;
      }
    }
  }
  return grid;
}

std::string text_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::kMissing) return "—";
  return cell.runs.empty() ? cell.text + cell.unit + cell.after : plain_text(cell.runs);
}

/// Words with their footnotes' marks as in Markdown, [^3].
std::string marked_text(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) {
    if (run.kind == Run::Kind::kFootnote) {
      out += fmt::format("[^{}]", run.index + 1);
    } else {
      out += run.kind == Run::Kind::kBreak ? "\n" : run.text + run.unit;
    }
  }
  return out;
}

/// Heads of one column from top to bottom, a head over several rows once.
std::string column_head(const std::vector<std::vector<const Cell*>>& head, size_t column) {
  std::string out;
  const Cell* above = nullptr;
  for (const auto& row : head) {
    const Cell* cell = row[column];
    if (cell == nullptr || cell == above || text_of(*cell).empty()) continue;
    out += (out.empty() ? "" : " / ") + text_of(*cell);
    above = cell;
  }
  return out;
}

class JsonPaper {
 public:
  explicit JsonPaper(const Document& document) : document_(document) { gather(document.blocks); }

  std::string str() const {
    Object out;
    out.text("title", document_.title).text("district", document_.district).number("year", document_.year);
    out.text("district_code", document_.district_code)
        .text("report", document_.report)
        .text("issued", document_.issued);
    out.raw("issuers", texts(document_.issuers));
    if (!document_.edition.empty()) out.text("edition", document_.edition);
    out.flag("simulated", document_.simulated).text("engine", document_.engine);
    out.raw("generated_from", array(document_.generated_from, input))
        .raw("omitted", texts(document_.omitted));
    out.raw("text", text_ + "]").raw("footnotes", footnotes());
    out.raw("chapters", chapters_ + "]").raw("headings", headings_ + "]").raw("cases", cases_ + "]");
    out.raw("tables", tables_ + "]").raw("figures", figures_ + "]");
    if (!document_.sheets.empty())
      out.raw("sheets", array(document_.sheets, [this](const Table& each) { return table(each); }));
    out.raw("numbers", array(document_.numbers, number)).raw("findings", array(document_.findings, finding));
    Object lineages;
    for (const Lineage& each : document_.lineages) lineages.raw(each.id, lineage(each));
    return out.raw("lineage", lineages.str()).str();
  }

  static std::string finding(const Finding& each) {
    return Object()
        .text("id", each.id)
        .text("kind", each.kind)
        .text("title", each.title)
        .text("where", each.where)
        .text("published", each.published)
        .text("computed", each.computed)
        .text("difference", each.difference)
        .text("note", each.note)
        .text("lineage", each.lineage)
        .flag("within_rounding", each.within_rounding)
        .str();
  }

 private:
  void gather(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& each) { add(each); }, block);
  }
  static void append(std::string& list, const std::string& item) {
    list += (list.size() > 1 ? "," : "") + item;
  }

  /// The beginning of one more piece of the paper in reading order.
  Object piece(const char* kind) const {
    Object out;
    out.text("kind", kind);
    if (!case_.empty()) out.text("case", case_);
    return out;
  }
  void add_words(Object piece, const Runs& runs) {
    append(text_, piece.text("text", marked_text(runs)).raw("numbers", numbers_of(runs)).str());
  }
  void add_by_id(const char* kind, const std::string& id) { append(text_, piece(kind).text("id", id).str()); }

  void add(const Paragraph& each) { add_words(piece("paragraph"), each.runs); }
  void add(const List& each) {
    int count = 0;
    for (const Runs& item : each.items) {
      add_words(each.ordered ? piece("item").number("number", ++count) : piece("item"), item);
    }
  }
  void add(const KeyNumbers& each) {
    for (const KeyNumbers::Item& item : each.items) {
      Runs both = item.value;
      both.insert(both.end(), item.detail.begin(), item.detail.end());
      append(text_, piece("key-number")
                        .text("label", item.label)
                        .text("value", marked_text(item.value))
                        .text("detail", marked_text(item.detail))
                        .raw("numbers", numbers_of(both))
                        .str());
    }
  }
  void add(const Table& each) {
    add_by_id("table", each.id);
    append(tables_, table(each));
  }
  void add(const Figure& each) {
    add_by_id("figure", each.id);
    append(figures_, figure(each));
  }
  void add(const Case& each) {
    add_by_id("case", each.id);
    append(cases_,
           Object().text("id", each.id).number("number", each.number).text("title", each.title).str());
    case_ = each.id;
    gather(each.blocks);
    case_.clear();
  }
  void add(const Heading& each) {
    add_by_id("heading", each.id);
    const std::string item = Object()
                                 .text("id", each.id)
                                 .number("level", each.level)
                                 .text("number", each.number)
                                 .text("title", plain_text(each.title))
                                 .str();
    append(headings_, item);
    if (each.level == 1) append(chapters_, item);
  }

  /// Ids of the bound numbers, in order.
  std::string numbers_of(const Runs& runs) const {
    std::string out = "[";
    for (const Run& run : runs) {
      if (run.kind == Run::Kind::kNumber && run.index >= 0 &&
          run.index < static_cast<int>(document_.numbers.size())) {
        append(out, json_string(document_.numbers[static_cast<size_t>(run.index)].id));
      }
    }
    return out + "]";
  }

  std::string footnotes() const {
    int count = 0;
    return array(document_.footnotes, [&](const Runs& runs) {
      return Object().number("number", ++count).text("text", marked_text(runs)).str();
    });
  }

  /// `covers`: not the place where the cell begins, but one that it covers.
  std::string cell(const Cell* each, bool covers) const {
    static const Cell kNothing;
    if (each == nullptr) each = &kNothing;
    Object out;
    out.text("text", text_of(*each));
    if (covers) out.flag("covered", true);
    if (!covers && each->row_span > 1) out.number("row_span", each->row_span);
    if (!covers && each->col_span > 1) out.number("col_span", each->col_span);
    if (each->indent > 0) out.number("indent", each->indent);
    if (each->number >= 0 && each->number < static_cast<int>(document_.numbers.size())) {
      const NumberRecord& record = document_.numbers[static_cast<size_t>(each->number)];
      if (each->kind == Cell::Kind::kNumber)
        out.decimal("value", record.value).text("unit", record.unit);
      else
        out.raw("value", "null").text("unit", "");
      out.text("lineage", record.lineage);
      if (record.certainty) out.raw("certainty", certainty(*record.certainty));
    } else {
      out.raw("value", "null").text("unit", each->unit).raw("lineage", "null");
    }
    if (each->published) out.text("published", *each->published);
    return out.str();
  }

  static std::string row_kind(const TableRow& row) {
    return json_string(row.kind == TableRow::Kind::kTotal   ? "total"
                       : row.kind == TableRow::Kind::kGroup ? "group"
                                                            : "body");
  }

  std::string table(const Table& each) const {
    const size_t width = each.columns.size();
    const auto head = seen(each.head, width);
    std::string columns = "[";
    for (size_t i = 0; i < width; ++i) append(columns, json_string(column_head(head, i)));
    const auto grid = seen(each.body, width);
    std::string rows = "[";
    for (size_t r = 0; r < grid.size(); ++r) {
      std::string row = "[";
      for (size_t c = 0; c < width; ++c) {
        const bool begins = c < each.body[r].cells.size() && grid[r][c] == &each.body[r].cells[c];
        append(row, cell(grid[r][c], grid[r][c] != nullptr && !begins));
      }
      append(rows, row + "]");
    }
    return Object()
        .text("id", each.id)
        .number("number", each.number)
        .text("title", each.title)
        .text("unit", each.unit)
        .raw("sources", texts(each.sources))
        .raw("notes", texts(each.notes))
        .raw("columns", columns + "]")
        .raw("row_kinds", array(each.body, row_kind))
        .raw("rows", rows + "]")
        .str();
  }

  std::string figure(const Figure& each) const {
    return Object()
        .text("id", each.id)
        .number("number", each.number)
        .text("title", each.title)
        .text("subtitle", each.subtitle)
        .text("alt", each.alt)
        .raw("sources", texts(each.sources))
        .raw("notes", texts(each.notes))
        .number("width", each.width)
        .number("height", each.height)
        .raw("option", nlohmann::json::accept(each.option) ? each.option : "null")
        .raw("data", table(each.data))
        .str();
  }

  static std::string certainty(const Certainty& each) {
    Object out;
    out.text("kind", to_string(each.kind));
    if (!each.method.empty()) out.text("method", each.method).decimal("level", each.level);
    if (each.low) out.decimal("low", each.low).decimal("high", each.high);
    if (each.hits) out.decimal("hits", each.hits);
    if (each.base) out.decimal("n", each.base);
    if (each.hits_before) out.decimal("hits_before", each.hits_before);
    if (each.base_before) out.decimal("n_before", each.base_before);
    if (each.p) out.raw("p", fmt::format("{:.6g}", *each.p));
    if (!each.verdict.empty()) out.text("verdict", each.verdict);
    if (each.small_base) out.flag("small_base", true);
    return out.text("words", each.words).str();
  }

  static std::string number(const NumberRecord& each) {
    Object out;
    out.text("id", each.id)
        .text("text", each.text)
        .decimal("value", each.value)
        .text("unit", each.unit)
        .text("lineage", each.lineage)
        .text("where", each.where);
    if (each.certainty) out.raw("certainty", certainty(*each.certainty));
    return out.str();
  }

  static std::string lineage(const Lineage& each) {
    return Object()
        .text("definition", each.definition)
        .text("title", each.title)
        .text("scope", each.scope)
        .text("area", each.area)
        .number("year", each.year)
        .text("unit", each.unit)
        .text("method", each.method)
        .text("formula", each.formula)
        .decimal("exact", each.exact)
        .decimal("numerator", each.numerator)
        .decimal("denominator", each.denominator)
        .text("numerator_title", each.numerator_title)
        .text("denominator_title", each.denominator_title)
        .text("query", each.query)
        .text("owner", each.owner)
        .raw("sources", texts(each.sources))
        .text("status", each.status)
        .text("note", each.note)
        .raw("inputs", array(each.inputs, input))
        .text("published", each.published)
        .str();
  }

  const Document& document_;
  std::string chapters_ = "[", headings_ = "[", cases_ = "[", tables_ = "[", figures_ = "[", text_ = "[";
  std::string case_;  // id of the box that is being gathered
};

}  // namespace

std::string render_json(const Document& document) { return JsonPaper(document).str() + "\n"; }

std::string render_findings_json(const Document& document) {
  return Object()
             .text("title", document.title)
             .text("district", document.district)
             .number("year", document.year)
             .raw("findings", array(document.findings, JsonPaper::finding))
             .str() +
         "\n";
}

}  // namespace zhiheng::report

#pragma once
// The document model: what a report says, without how it looks. Made once by the builder, read by every
// renderer. A renderer decides nothing about numbers: all text arrives formatted; it decides pages, fonts and
// files.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "report/certainty.h"

namespace zhiheng::report {

/// A piece of running text. `kNumber` points into Document::numbers; its text is the formatted digits
/// ("7263", "98.62%"), `unit` what follows them ("件", "个百分点"; empty for %), to be kept on one line with
/// the digits, a thin space between.
struct Run {
  enum class Kind { kText, kNumber, kReference, kFootnote, kBreak };
  Kind kind = Kind::kText;
  std::string text;    // kText, kNumber, kReference ("表 9")
  std::string unit;    // kNumber
  std::string target;  // kReference: id of the heading, table, figure or case
  int index = -1;      // kNumber: into Document::numbers; kFootnote: into Document::footnotes
  bool strong = false;
  bool emphasis = false;
};
using Runs = std::vector<Run>;

struct Heading {
  int level = 1;       // 1 chapter, 2 一、, 3 （一）, 4 1., 5 （1）
  std::string id;      // unique, [a-z0-9-]
  std::string number;  // "第一章", "一、", "（一）", "1."; empty for unnumbered ones
  Runs title;
};

struct Paragraph {
  Runs runs;
};

struct List {
  bool ordered = false;
  std::vector<Runs> items;
};

enum class Align { kLeft, kCenter, kRight };

/// One place of a table's grid. A cell that another one covers (by col_span or row_span) has covered = true
/// and is not drawn.
struct Cell {
  enum class Kind { kEmpty, kLabel, kText, kNumber, kMissing };  // kMissing prints as "—"
  Kind kind = Kind::kEmpty;
  std::string text;   // plain text; for kNumber the formatted number
  std::string unit;   // printed after the number where not empty
  std::string after;  // printed after both, in the same cell: an interval, a judgement, a mark
  Runs runs;          // kText with marked-up or bound content; replaces `text` when not empty
  int number = -1;    // into Document::numbers; of kText: the number that the words are about
  int col_span = 1;
  int row_span = 1;
  bool covered = false;
  int indent = 0;                        // levels of two characters
  std::optional<std::string> published;  // the published text where it differs from what is printed
};

struct TableRow {
  enum class Kind {
    kHead,
    kBody,
    kTotal,
    kGroup
  };  // kGroup: a heading inside the table, one label over all columns
  Kind kind = Kind::kBody;
  std::vector<Cell> cells;  // always Table::columns.size() of them
};

struct TableColumn {
  Align align = Align::kLeft;
  double width = 1;  // relative
  int decimals = 0;  // most decimals in this column, for aligning on the point
  bool numeric = false;
};

struct Table {
  std::string id;
  int number = 0;  // 表 N, counted through the paper
  std::string title;
  std::string unit;  // "亿元": printed 单位：亿元; empty if none or differing
  std::vector<TableColumn> columns;
  std::vector<TableRow> head;  // one or more rows, repeated on each page
  std::vector<TableRow> body;
  std::vector<std::string> notes;
  std::vector<std::string> sources;  // department titles, from provenance: 数据来源
  bool landscape = false;
};

struct Figure {
  std::string id;
  int number = 0;  // 图 N
  std::string title;
  std::string subtitle;     // unit and period
  std::string alt;          // text alternative, complete sentences
  std::string option;       // ECharts option, JSON, light theme
  std::string option_dark;  // the same for the dark theme
  std::string svg;          // drawn in the light theme, ids unique in the document
  int width = 640;
  int height = 360;
  Table data;  // the data table behind it (its number is 0)
  std::vector<std::string> notes;
  std::vector<std::string> sources;
};

/// 3 to 8 numbers under a chapter heading.
struct KeyNumbers {
  struct Item {
    std::string label;
    Runs value;   // one kNumber run
    Runs detail;  // the change against the year before; may be empty
  };
  std::vector<Item> items;
};

struct Case;  // a box with blocks of its own
using Block = std::variant<Heading, Paragraph, List, Table, Figure, KeyNumbers, Case>;
struct Case {
  std::string id;
  int number = 0;  // 案例 N
  std::string title;
  std::vector<Block> blocks;  // no headings, no cases
};

/// One number as printed somewhere in the document. `lineage` is an id in Document::lineages.
struct NumberRecord {
  std::string id;    // "n1", "n2" …, in order of appearance
  std::string text;  // "98.62%"
  Decimal value;     // as printed: rounded
  std::string unit;  // "%", "件", "个百分点"
  std::string lineage;
  std::string where;                                  // id of the heading, table or figure that it stands in
  std::optional<Certainty> certainty = std::nullopt;  // of the printed number, where the report asks for it
};

struct LineageInput {
  std::string path;  // relative to the pack or catalog
  std::string sha256;
  std::string lines;  // "2-4, 9": lines of the file that went into the value
};

/// How a value came about.
struct Lineage {
  std::string id;          // "l1", "l2" …
  std::string definition;  // "food.pass_rate", "food_sampling.tested where stage = 'catering'"
  std::string title;       // 食品监督抽检合格率
  std::string scope;       // 口径; may be empty
  std::string area;        // 闵行区, 虹桥镇
  int year = 0;
  std::string unit;
  std::string method;            // "reported" | "computed"
  std::string formula;           // in words: "合格件数 ÷ 完成件数"; may be empty
  std::optional<Decimal> exact;  // before rounding
  std::optional<Decimal> numerator;
  std::optional<Decimal> denominator;
  std::string numerator_title;
  std::string denominator_title;
  std::string query;                 // SQL; empty for reported values
  std::string owner;                 // 区市场监管局
  std::vector<std::string> sources;  // places in the published source: "表9"
  std::string status;                // "" | "inferred"
  std::string note;
  std::vector<LineageInput> inputs;
  std::string published;  // what was published for it; empty if the same or nothing
};

/// A difference between what was published and what follows from the data.
struct Finding {
  std::string id;          // "f1" …
  std::string kind;        // "recompute" | "total" | "growth" | "conflict" | "check"
  std::string title;       // what it is about: 食品监督抽检合格率, 合计
  std::string where;       // 表9, or both places: 表8、表18
  std::string published;   // as published, with unit
  std::string computed;    // as computed, with the published decimals and unit
  std::string difference;  // signed, with unit
  std::string note;
  std::string lineage;  // id, may be empty
  bool within_rounding =
      false;  // the difference is one unit of the last published place: parts rounded one by one explain it
};

/// Blocks of the paper that a file of the district's own gave, as far as they stand in no box.
struct OwnPart {
  std::string file;  // "towns.md"
  std::size_t first = 0, count = 0;
};

struct Document {
  std::string report;         // "white-paper": also the name of its files
  std::string title;          // 2020 年度闵行区质量状况分析白皮书
  std::string district;       // 闵行区
  std::string district_full;  // 上海市闵行区
  std::string district_code;
  int year = 0;
  std::string issued;  // "2021-10"
  std::vector<std::string> issuers;
  std::string edition;     // on the cover below the title: 依据规划征求意见稿编制; mostly empty
  bool simulated = false;  // made-up figures: every page says 模拟数据
  bool brief = false;      // in print chapters follow one another instead of opening right-hand pages
  std::string engine;      // "zhiheng 0.1.0"
  std::vector<LineageInput> generated_from;  // every input file
  std::vector<Block> blocks;                 // the paper from preface to annexes, in order
  std::vector<Runs> footnotes;               // by Run::index, numbered from 1 through the paper
  std::vector<NumberRecord> numbers;
  std::vector<Lineage> lineages;
  std::vector<Finding> findings;
  std::vector<Table> sheets;  // tables too wide to print, for workbooks and programs only; numbered 0, named
                              // by their titles
  std::vector<OwnPart> own_parts;    // in order
  std::vector<std::string> omitted;  // titles of sections left out, with the reason
};

/// Text of runs without marks, footnotes and breaks: for contents, captions and file properties.
std::string plain_text(const Runs& runs);

}  // namespace zhiheng::report

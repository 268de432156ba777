#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "report/cover_title.h"
#include "report/pdf.h"
#include "report/print/typst_table.h"
#include "report/print/typst_words.h"

extern "C" const char zhiheng_paper_typ[];
extern "C" const char zhiheng_paper_typ_end[];

namespace zhiheng::report {
namespace {

using print::tight;
using print::typst_string;
using print::typst_table;
using print::Words;

constexpr double kTextWidth = 442;       // pt: 156 mm
constexpr double kLandscapeWidth = 670;  // pt: 237 mm
constexpr double kKeyGutter = 14;        // pt between two key numbers
constexpr double kKeyHalfWidth =
    5;  // pt: half a Chinese character of their labels, the thin spaces counted in
constexpr double kFullFigure = 600;  // px: figures as wide as that fill the column

std::string code(const Theme& theme) {
  const Palette& c = theme.light;
  std::string out = "#let theme = (";
  for (const auto& [name, colour] : {std::pair{"ink", c.ink},
                                     {"secondary", c.secondary},
                                     {"hairline", c.hairline},
                                     {"wash", c.wash},
                                     {"accent", c.accent},
                                     {"behind", theme.behind}}) {
    out += fmt::format("{}: rgb({}), ", name, typst_string(colour));
  }
  return out + fmt::format("body: {}, heading: {})\n", typst_string(theme.print_body),
                           typst_string(theme.print_heading));
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string out = "(";
  for (const std::string& text : texts) out += typst_string(tight(text)) + ", ";
  return out + ")";
}

/// How many key numbers stand side by side so that no label or change is broken: as many as there are up to
/// four, else half of them, else two.
size_t across(const KeyNumbers& key_numbers) {
  int widest = 8;
  for (const KeyNumbers::Item& item : key_numbers.items) {
    widest = std::max({widest, display_width(item.label), display_width(plain_text(item.detail)),
                       2 * display_width(plain_text(item.value))});
  }
  const size_t count = key_numbers.items.size();
  for (const size_t columns : {count, (count + 1) / 2}) {
    const double room =
        (kTextWidth - kKeyGutter * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    if (columns >= 1 && columns <= 4 && widest * kKeyHalfWidth <= room) return columns;
  }
  return std::min<size_t>(count, 2);
}

/// Writes the blocks in order. A table on its side waits for the end of its section or for the next table, so
/// that it does not leave a half-empty page in the middle of a sentence's company.
class TypstPaper {
 public:
  explicit TypstPaper(const Document& document) : words_(document), brief_(document.brief) {}

  std::string blocks(const std::vector<Block>& blocks, bool in_case) {
    std::string out;
    for (const Block& block : blocks) {
      out += std::visit([&](const auto& each) { return write(each, in_case); }, block);
    }
    return out + waiting();
  }

 private:
  std::string waiting() { return std::exchange(waiting_, ""); }

  std::string write(const Heading& heading, bool) {
    const std::string title = words_.runs(heading.title),
                      plain = typst_string(tight(plain_text(heading.title)));
    if (heading.level <= 1) {
      return waiting() + fmt::format("chapter({}, {}, {}, {}, brief: {})\n", typst_string(heading.id),
                                     typst_string(heading.number), plain, title, brief_);
    }
    return waiting() + fmt::format("section({}, {}, {}, {})\n", std::min(heading.level, 5),
                                   typst_string(heading.id), typst_string(heading.number), title);
  }
  std::string write(const Paragraph& paragraph, bool) { return "p(" + words_.runs(paragraph.runs) + ")\n"; }
  std::string write(const List& list, bool) {
    std::string out = list.ordered ? "enum(" : "list(";
    for (const Runs& item : list.items) out += words_.runs(item) + ", ";
    return out + ")\n";
  }
  std::string write(const Table& table, bool in_case) {
    std::string before = waiting();
    if (!table.landscape || in_case)
      return before + typst_table(table, words_, in_case ? kTextWidth - 33 : kTextWidth) + "\n";
    waiting_ = "on-its-side(" + typst_table(table, words_, kLandscapeWidth) + ")\n";
    return before;
  }
  std::string write(const Figure& figure, bool in_case) {
    const double share = figure.width >= kFullFigure ? 100 : figure.width / 6.4;
    return fmt::format("fig({}, {}, {}, {}, {}, \"figure-{}.svg\", {:.1f}%, {}, {}, float: {})\n",
                       typst_string(figure.id), figure.number, typst_string(tight(figure.title)),
                       typst_string(tight(figure.subtitle)), typst_string(figure.alt), ++figures_, share,
                       list_of(figure.notes), list_of(figure.sources), !in_case);
  }
  std::string write(const KeyNumbers& key_numbers, bool) {
    std::string out = fmt::format("key-numbers(across: {}, ", across(key_numbers));
    for (const KeyNumbers::Item& item : key_numbers.items) {
      std::string value;
      for (const Run& run : item.value)
        value += fmt::format("key-value({}, {}); ", typst_string(run.text), typst_string(run.unit));
      out += fmt::format("(label: {}, value: {{{}}}, detail: {}), ", typst_string(tight(item.label)), value,
                         item.detail.empty() ? "none" : words_.runs(item.detail));
    }
    return out + ")\n";
  }
  std::string write(const Case& box, bool) {
    return fmt::format("case({}, {}, {}, {{\n{}}})\n", typst_string(box.id), box.number,
                       typst_string(tight(box.title)), blocks(box.blocks, true));
  }

  Words words_;
  bool brief_;
  std::string waiting_;
  int figures_ = 0;
};

/// The lines of the contents and of the lists, gathered in document order.
struct Contents {
  std::string headings, tables, figures, cases;

  void add(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      if (const auto* heading = std::get_if<Heading>(&block)) add(*heading);
      if (const auto* table = std::get_if<Table>(&block))
        add(tables, "表", table->id, table->number, table->title);
      if (const auto* figure = std::get_if<Figure>(&block))
        add(figures, "图", figure->id, figure->number, figure->title);
      if (const auto* box = std::get_if<Case>(&block)) {
        add(cases, "案例", box->id, box->number, box->title);
        add(box->blocks);
      }
    }
  }

 private:
  static std::string line(int level, const std::string& id, const std::string& words) {
    return fmt::format("({}, {}, {}), ", level, typst_string(id), typst_string(words));
  }
  void add(const Heading& heading) {
    if (heading.level > 3) return;
    const std::string gap = heading.level == 1 && !heading.number.empty() ? "　" : "";
    headings += line(heading.level, heading.id, heading.number + gap + tight(plain_text(heading.title)));
  }
  static void add(std::string& list, const char* kind, const std::string& id, int number,
                  const std::string& title) {
    if (number > 0) list += line(2, id, fmt::format("{}{}　{}", kind, number, tight(title)));
  }
};

std::string cover(const Document& document) {
  const CoverTitle title = cover_title(document);
  return fmt::format(
      "cover({}, {}, {}, {}, {}, {})\n",
      typst_string(document.district_full.empty() ? document.district : document.district_full),
      typst_string(title.year), typst_string(tight(title.name)), typst_string(tight(document.edition)),
      list_of(document.issuers), typst_string(issued_words(document)));
}

/// Numbers that stand in the paper itself, not only in its sheets.
size_t printed_numbers(const Document& document) {
  return static_cast<size_t>(std::ranges::count_if(document.numbers, [&](const NumberRecord& number) {
    return std::ranges::find(document.sheets, number.where, &Table::id) == document.sheets.end();
  }));
}

std::string imprint(const Document& document) {
  const std::string counts =
      fmt::format("全文{}个数字由{}份数据文件得出，每一个都可在网页版中查到定义、口径和来源。",
                  printed_numbers(document), document.generated_from.size());
  return fmt::format("imprint({}, {}, {})\n", typst_string(tight(document.title)), typst_string(counts),
                     typst_string("排版：" + document.engine));
}

void collect_svgs(const std::vector<Block>& blocks, std::vector<std::string>& svgs) {
  for (const Block& block : blocks) {
    if (const auto* figure = std::get_if<Figure>(&block)) svgs.push_back(figure->svg);
    if (const auto* box = std::get_if<Case>(&block)) collect_svgs(box->blocks, svgs);
  }
}

}  // namespace

std::string render_typst(const Document& document, const Theme& theme) {
  Contents contents;
  contents.add(document.blocks);
  std::string out = code(theme);
  out.append(zhiheng_paper_typ, zhiheng_paper_typ_end);
  out += fmt::format(
      "\n#show: paper.with((title: {}, issuers: {}, keywords: ({}, {}, ), simulated: {}))\n#{{\n",
      typst_string(replace_all(tight(document.title), "\u2060", "")), list_of(document.issuers),
      typst_string(document.district), typst_string(std::to_string(document.year)), document.simulated);
  out += cover(document) + imprint(document) + "front-matter({\n";
  out += fmt::format("front(\"目录\", \"Contents\", ({}))\n", contents.headings);
  out += fmt::format("front(\"表目录\", \"Tables\", ({}))\n", contents.tables);
  out += fmt::format("front(\"图目录\", \"Figures\", ({}))\n", contents.figures);
  out += fmt::format("front(\"案例目录\", \"Cases\", ({}))\n}})\nbegin()\n", contents.cases);
  return out + TypstPaper(document).blocks(document.blocks, false) + "}\n";
}

std::vector<std::string> figure_svgs(const Document& document) {
  std::vector<std::string> svgs;
  collect_svgs(document.blocks, svgs);
  return svgs;
}

}  // namespace zhiheng::report

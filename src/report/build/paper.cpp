#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "base/version.h"
#include "catalog/yaml.h"
#include "measure/findings.h"
#include "report/build.h"
#include "report/build/annex.h"
#include "report/build/certainties.h"
#include "report/build/diagnosed.h"
#include "report/build/numbering.h"
#include "report/build/prepare.h"
#include "report/build/references.h"
#include "report/build/table_builder.h"

namespace zhiheng::report {
namespace {

namespace fs = std::filesystem;

constexpr ErrorCode kUnknownReport{"report.unknown", "没有报告 {}；可用：{}",
                                   "there is no report {}; there are: {}"};
constexpr ErrorCode kUnknownYear{"report.unknown-year", "{} 没有登记 {} 年的报告；可用年份：{}",
                                 "{} lists no paper for {}; years: {}"};
constexpr ErrorCode kBadPart{"report.bad-part", "parts 的每项应为文件名，或 pack: 文件名",
                             "each of parts must be a file name or pack: a file name"};
constexpr ErrorCode kUnknownNeed{"report.unknown-need", "needs/when 中的“{}”既不是汇总表、名录，也不是指标",
                                 "“{}” in needs or when is neither a cube, a list nor an indicator"};
constexpr ErrorCode kUnusedFile{"report.unused-file", "没有模板引用此文件（slot 或 pack）",
                                "no template includes this file (slot or pack)"};
constexpr ErrorCode kIncludedTwice{"report.included-twice", "此文件被引用了两次",
                                   "this file is included twice"};
constexpr ErrorCode kBadKeyNumber{"report.bad-keynumber", "keynumbers 每项写作“- 名称: 指标”",
                                  "write each item of keynumbers as “- label: indicator”"};
constexpr ErrorCode kBadCase{"report.bad-case", "写法：::: case 标识 \"标题\"",
                             "write ::: case id \"title\""};

class PaperBuilder {
 public:
  PaperBuilder(measure::Evaluator& evaluator, Document& document, int year, const Theme& theme,
               Diagnostics& diagnostics, const std::function<void(const Figure&)>& figure_made,
               const std::map<std::string, std::string>& own_texts)
      : context_{evaluator, document, Registry(document, evaluator.catalog()), diagnostics, year},
        binder_(context_),
        theme_(theme),
        figure_made_(figure_made),
        own_texts_(own_texts) {}

  void build(const std::string& report) {
    const auto& catalog = context_.catalog();
    shared_ = catalog.folder + "/reports/" + report;
    own_ = catalog.district.folder + "/reports/" + report;
    own_shown_ = own_parts(catalog, report);
    const std::string shown = "catalog/reports/" + report;
    const catalog::Yaml node =
        catalog::parse_yaml(read_file(shared_ + "/report.yaml", shown + "/report.yaml"),
                            shown + "/report.yaml", context_.diagnostics);
    catalog::MapReader map(node, context_.diagnostics);
    const catalog::Yaml& title = map.required("title");
    context_.document.title = plain(title.scalar, title.where);
    gather_cells();
    for (const catalog::Yaml& part : map.required("parts").items) add_part(part, shown);
    map.finish();
    check_unused();
    auto blocks = std::move(blocks_);
    context_.document.findings =
        document_findings(measure::find_differences(context_.evaluator, context_.year), context_);
    context_.document.blocks = std::move(blocks);
    fill_annexes();
    settle_references(context_.document, context_.places, context_.diagnostics);
  }

 private:
  std::string plain(const std::string& text, const Location& where) {
    try {
      return binder_.plain(text, where);
    } catch (const Error& e) {
      keep(e);
      return text;
    }
  }

  void keep(const Error& e) { report::keep(e, context_.diagnostics); }

  void gather_cells() {
    CellGathering cells(context_);
    for (const auto& path : list_files(shared_, ".md")) cells.add_template(read_file(path, path));
    for (const auto& path : list_files(own_, ".md")) {
      if (!own_texts_.contains(fs::path(path).filename().string())) cells.add_template(read_file(path, path));
    }
    for (const auto& [_, text] : own_texts_) cells.add_template(text);
    cells.compute();
  }

  void add_part(const catalog::Yaml& part, const std::string& shown) {
    const catalog::Yaml* pack = part.find("pack");
    if (pack == nullptr && part.type != catalog::Yaml::Type::kScalar) {
      context_.diagnostics.add(kBadPart, part.where);
    } else if (pack == nullptr) {
      add_file(shared_ + "/" + part.scalar, shown + "/" + part.scalar, blocks_);
    } else if (!add_own(pack->scalar, blocks_)) {
      context_.document.omitted.push_back("地区自编部分 " + pack->scalar + "：本地区没有");
    }
    omit_level_ = 0;
  }

  bool add_own(const std::string& name, std::vector<Block>& out) {
    const std::string path = own_ + "/" + name, shown = own_shown_ + "/" + name;
    const auto edited = own_texts_.find(name);
    if (edited == own_texts_.end() && !fs::exists(path)) return false;
    if (!used_.insert(name).second) throw Error(kIncludedTwice, {shown});
    const std::size_t first = out.size();
    add_text(edited == own_texts_.end() ? read_file(path, shown) : edited->second, shown, out);
    omit_level_ = 0;  // a section left out in it ends with it
    if (&out == &blocks_) context_.document.own_parts.push_back({name, first, out.size() - first});
    return true;
  }

  void add_file(const std::string& path, const std::string& shown, std::vector<Block>& out) {
    add_text(read_file(path, shown), shown, out);
  }

  void add_text(const std::string& content, const std::string& shown, std::vector<Block>& out) {
    context_.document.generated_from.push_back({shown, sha256_hex(content), ""});
    add_blocks(parse_template(content, shown, context_.diagnostics), out);
  }

  void add_blocks(const std::vector<TemplateBlock>& blocks, std::vector<Block>& out) {
    for (const TemplateBlock& block : blocks) {
      if (block.kind == TemplateBlock::Kind::kHeading && omit_level_ > 0 && block.level <= omit_level_)
        omit_level_ = 0;
      if (omit_level_ > 0) continue;
      try {
        add_block(block, out);
      } catch (const Error& e) {
        keep(e);
      }
    }
  }

  void add_block(const TemplateBlock& block, std::vector<Block>& out) {
    switch (block.kind) {
      case TemplateBlock::Kind::kHeading:
        heading(block, out);
        break;
      case TemplateBlock::Kind::kParagraph:
        out.emplace_back(Paragraph{binder_.bind(parse_inline(block.text, context_.diagnostics))});
        break;
      case TemplateBlock::Kind::kList: {
        List list;
        list.ordered = block.ordered;
        for (const auto& item : block.items)
          list.items.push_back(binder_.bind(parse_inline(item, context_.diagnostics)));
        out.emplace_back(std::move(list));
        break;
      }
      case TemplateBlock::Kind::kDirective:
        directive(block, out);
        break;
    }
  }

  /// The first of the needs that the district has no data for; empty if it has all.
  std::string missing_need(const std::vector<std::string>& needs, const Location& where) {
    for (const auto& need : needs) {
      if (context_.catalog().cube(need) == nullptr && context_.catalog().indicator(need) == nullptr) {
        context_.diagnostics.add(kUnknownNeed, where, {need});
        continue;
      }
      if (!context_.evaluator.has_data(need, context_.year)) return need;
    }
    return {};
  }

  void heading(const TemplateBlock& block, std::vector<Block>& out) {
    const auto attribute = [&](const char* name) {
      const auto found = block.attributes.find(name);
      return found == block.attributes.end() ? std::string() : found->second;
    };
    const Runs title = binder_.bind(parse_inline(block.text, context_.diagnostics));
    const std::string need = missing_need(split_needs(attribute("needs")), block.where);
    if (!need.empty()) {
      context_.document.omitted.push_back(plain_text(title) + "：没有 " + need + " 的数据");
      omit_level_ = block.level;
      return;
    }
    std::string id = attribute("id");
    if (id.empty()) id = "section-" + std::to_string(++sections_);
    out.emplace_back(Heading{block.level, id, attribute("unnumbered").empty() ? "·" : "", title});
    context_.places.defined[id].push_back(block.where);
    context_.registry.enter(id);
    place_ = id;
  }

  void directive(const TemplateBlock& block, std::vector<Block>& out) {
    if (block.name == "when") {
      if (missing_need(split_needs(block.argument), block.where).empty()) add_blocks(block.children, out);
    } else if (block.name == "slot") {
      add_own(block.argument + ".md", out);
    } else if (block.name == "case") {
      add_case(block, out);
    } else if (block.name == "table" || block.name == "figure") {
      table_or_figure(block, out);
    } else if (block.name == "keynumbers") {
      key_numbers(block, out);
    } else {
      Paragraph mark;
      mark.runs.push_back({Run::Kind::kText, "", "", "annex:" + block.name, -1, false, false});
      out.emplace_back(std::move(mark));
    }
  }

  void table_or_figure(const TemplateBlock& block, std::vector<Block>& out) {
    const bool figure = block.name == "figure";
    context_.places.defined[block.argument].push_back(block.where);
    const size_t before = context_.diagnostics.items().size();
    const auto has_mistakes = [&] { return context_.diagnostics.items().size() > before; };
    const auto node =
        catalog::parse_yaml(block.body, block.where.file, context_.diagnostics, block.body_line);
    if (has_mistakes()) return;
    const TableSpec spec = read_table_spec(node, block.argument, figure, context_.diagnostics);
    if (has_mistakes()) return;
    if (figure) {
      out.emplace_back(build_figure(spec, theme_, context_));
      figure_made_(std::get<Figure>(out.back()));
    } else {
      out.emplace_back(build_table(spec, context_));
    }
    context_.registry.enter(place_);
  }

  void add_case(const TemplateBlock& block, std::vector<Block>& out) {
    const size_t quote = block.argument.find('"');
    const std::string id(trim(block.argument.substr(0, quote)));
    if (quote == std::string::npos || !block.argument.ends_with('"') || !is_identifier(id)) {
      context_.diagnostics.add(kBadCase, block.where);
      return;
    }
    Case box;
    box.id = id;
    box.title = plain(block.argument.substr(quote + 1, block.argument.size() - quote - 2), block.where);
    context_.places.defined[id].push_back(block.where);
    const std::string around = std::exchange(place_, id);
    context_.registry.enter(id);
    add_blocks(block.children, box.blocks);
    place_ = around;
    context_.registry.enter(place_);
    out.emplace_back(std::move(box));
  }

  void key_numbers(const TemplateBlock& block, std::vector<Block>& out) {
    const auto node =
        catalog::parse_yaml(block.body, block.where.file, context_.diagnostics, block.body_line);
    if (node.type != catalog::Yaml::Type::kList) context_.diagnostics.add(kBadKeyNumber, block.where);
    KeyNumbers box;
    for (const catalog::Yaml& item : node.items) {
      if (item.type != catalog::Yaml::Type::kMap || item.members.size() != 1) {
        context_.diagnostics.add(kBadKeyNumber, item.where);
        continue;
      }
      const auto& [label, value] = item.members[0];
      try {
        key_number(label, value, box);
      } catch (const Error& e) {
        keep(e);
      }
    }
    if (!box.items.empty()) out.emplace_back(std::move(box));
  }

  /// A number that the district does not have is left out of the box.
  void key_number(const std::string& label, const catalog::Yaml& node, KeyNumbers& box) {
    const auto expression = measure::parse_expression(node.scalar, node.where);
    Binder::check_filters(expression, node.where);
    if (certainty_ask(expression, node.where)) refuse_certainty(expression, node.where);
    const auto value = binder_.find_value(expression, node.where);
    if (!value) return;
    KeyNumbers::Item item;
    item.label = plain(label, node.where);
    binder_.add_printed(Binder::print(expression, *value, node.where), *value, false, item.value);
    if (const auto change = binder_.find_change(expression, node.where)) {
      binder_.add_printed(format_change(*change, false), *change, false, item.detail);
    }
    box.items.push_back(std::move(item));
  }

  void check_unused() {
    for (const auto& path : list_files(own_, ".md")) {
      const std::string name = fs::path(path).filename().string();
      if (!used_.contains(name)) context_.diagnostics.add(kUnusedFile, {own_shown_ + "/" + name});
    }
  }

  void fill_annexes() {
    Document& document = context_.document;
    number_headings(document);
    for (Block& block : document.blocks) {
      const auto* mark = std::get_if<Paragraph>(&block);
      if (mark == nullptr || mark->runs.empty() || !mark->runs[0].target.starts_with("annex:")) continue;
      const std::string name = mark->runs[0].target.substr(6);
      if (name == "findings")
        block = findings_table(document);
      else if (name == "methods")
        block = methods_table(document, context_.catalog());
      else if (name == "sources")
        block = sources_table(document);
      else
        block = omitted_list(document);
    }
  }

  BuildContext context_;
  Binder binder_;
  const Theme& theme_;
  const std::function<void(const Figure&)>& figure_made_;
  const std::map<std::string, std::string>& own_texts_;
  std::string shared_, own_, own_shown_, place_;
  std::vector<Block> blocks_;
  std::set<std::string> used_;
  int omit_level_ = 0;
  int sections_ = 0;
};

}  // namespace

std::vector<std::string> list_reports(const std::string& catalog_folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(catalog_folder + "/reports", none)) {
    if (fs::exists(entry.path() / "report.yaml")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string own_parts(const catalog::Catalog& catalog, const std::string& report) {
  return catalog.district.shown + "/reports/" + report;
}

Document build_document(measure::Evaluator& evaluator, const std::string& report, int year,
                        const Theme& theme, Diagnostics& diagnostics,
                        const std::function<void(const Figure&)>& figure_made,
                        const std::map<std::string, std::string>& own_texts) {
  const auto& catalog = evaluator.catalog();
  const auto reports = list_reports(catalog.folder);
  if (std::find(reports.begin(), reports.end(), report) == reports.end())
    throw Error(kUnknownReport, {}, {report, join(reports, ", ")});
  const auto found = catalog.district.years.find(year);
  if (found == catalog.district.years.end()) {
    std::vector<std::string> years;
    for (const auto& entry : catalog.district.years) years.push_back(std::to_string(entry.first));
    throw Error(kUnknownYear, {catalog.district.shown + "/district.yaml"},
                {catalog.district.id, std::to_string(year), join(years, ", ")});
  }
  Document document;
  document.report = report;
  document.district = catalog.district.title.zh;
  document.district_full = catalog.district.full.zh;
  document.district_code = catalog.district.code;
  document.year = year;
  document.issued = found->second.issued;
  document.issuers = found->second.issuers;
  document.simulated = catalog.district.simulated;
  document.engine = std::string("zhiheng ") + kVersion;
  for (const auto& [path, sha256] : evaluator.books().files())
    document.generated_from.push_back({path, sha256, ""});
  PaperBuilder(evaluator, document, year, theme, diagnostics, figure_made, own_texts).build(report);
  return document;
}

}  // namespace zhiheng::report

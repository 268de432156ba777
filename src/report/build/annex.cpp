#include "report/build/annex.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "report/build/plain_table.h"

namespace zhiheng::report {
namespace {

/// A plain table whose first column counts the rows.
Table counted_table(const std::string& id, const std::string& title,
                    const std::vector<std::pair<std::string, double>>& heads) {
  Table table = plain_table(id, title, heads);
  table.columns[0].align = Align::kCenter;
  return table;
}

std::string with_unit(const std::string& number, const std::string& unit) { return number + unit; }

std::string signed_text(const Decimal& value) {
  return (value.is_negative() || value.is_zero() ? "" : "+") + value.to_string();
}

const char* kind_title(const std::string& kind) {
  if (kind == "recompute") return "比率或派生数";
  if (kind == "total") return "合计";
  if (kind == "growth") return "增减变化";
  if (kind == "conflict") return "两处不一";
  return "应相符而不符";
}

}  // namespace

std::vector<Finding> document_findings(const std::vector<measure::Finding>& findings, BuildContext& context) {
  std::vector<Finding> out;
  for (const auto& f : findings) {
    Finding finding;
    finding.id = "f" + std::to_string(out.size() + 1);
    finding.kind = measure::to_string(f.kind);
    finding.title = f.title;
    finding.where = f.where;
    finding.published = with_unit(f.published, f.unit);
    finding.computed = with_unit(f.computed.to_string(), f.unit);
    // The difference of two percentages is in percentage points.
    finding.difference = signed_text(f.difference) + (f.unit == "%" ? "个百分点" : f.unit);
    finding.note = f.note;
    finding.within_rounding = f.within_rounding;
    if (f.origin) {
      measure::Value value;
      value.exact = f.computed;
      value.unit = f.unit;
      value.origin = f.origin;
      finding.lineage = context.registry.lineage(value);
    }
    out.push_back(std::move(finding));
  }
  return out;
}

Table findings_table(const Document& document) {
  Table table = counted_table(
      "annex-findings", "公布数与计算数的差异",
      {{"序号", 4}, {"事项", 18}, {"出处", 9}, {"公布数", 9}, {"计算数", 9}, {"差", 9}, {"性质与说明", 20}});
  for (const Finding& f : document.findings) {
    std::string note = kind_title(f.kind);
    if (f.within_rounding) note += "（分项四舍五入可以解释）";
    if (!f.note.empty()) note += "：" + f.note;
    add_row(table, {std::to_string(table.body.size() + 1), f.title, f.where, f.published, f.computed,
                    f.difference, note});
  }
  if (table.body.empty()) add_row(table, {"—", "没有差异", "", "", "", "", ""});
  for (size_t i = 3; i < 6; ++i) table.columns[i].align = Align::kRight;
  table.landscape = true;
  return table;
}

Table methods_table(const Document& document, const catalog::Catalog& catalog) {
  Table table = counted_table("annex-methods", "计算得出的指标及其算法",
                              {{"序号", 4}, {"指标", 18}, {"算法", 28}, {"口径", 14}, {"责任部门", 10}});
  std::map<std::string, const Lineage*> known;
  std::vector<const Lineage*> computed;
  for (const Lineage& lineage : document.lineages) {
    if (lineage.method != "computed" || lineage.formula.empty() ||
        catalog.indicator(lineage.definition) == nullptr)
      continue;
    if (known.emplace(lineage.definition, &lineage).second) computed.push_back(&lineage);
  }
  for (const Lineage* l : computed) {
    add_row(table, {std::to_string(table.body.size() + 1), l->title, l->formula, l->scope, l->owner});
  }
  std::set<std::string> rules;
  for (const NumberRecord& number : document.numbers) {
    const auto& certainty = number.certainty;
    if (!certainty || certainty->rule.empty() || !rules.insert(certainty->rule).second) continue;
    add_row(table, {std::to_string(table.body.size() + 1), certainty->title, certainty->rule, "", ""});
  }
  if (table.body.empty()) add_row(table, {"—", "没有", "", "", ""});
  return table;
}

Table sources_table(const Document& document) {
  struct Owner {
    std::set<std::string> files;
    size_t numbers = 0;
    size_t inferred = 0;
  };
  std::map<std::string, const Lineage*> lineages;
  for (const Lineage& l : document.lineages) lineages[l.id] = &l;
  std::map<std::string, Owner> owners;
  for (const NumberRecord& number : document.numbers) {
    const auto found = lineages.find(number.lineage);
    if (found == lineages.end()) continue;
    Owner& owner = owners[found->second->owner];
    ++owner.numbers;
    owner.inferred += found->second->status == "inferred" ? 1 : 0;
    for (const auto& input : found->second->inputs)
      owner.files.insert(input.path.substr(input.path.rfind('/') + 1));
  }
  Table table =
      counted_table("annex-sources", "数据来源部门",
                    {{"序号", 4}, {"部门", 12}, {"本书数字", 8}, {"其中推算", 8}, {"数据文件", 40}});
  std::vector<std::pair<std::string, Owner>> sorted(owners.begin(), owners.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.numbers > b.second.numbers; });
  for (const auto& [title, owner] : sorted) {
    add_row(table, {std::to_string(table.body.size() + 1), title, std::to_string(owner.numbers),
                    std::to_string(owner.inferred), join({owner.files.begin(), owner.files.end()}, "、")});
  }
  table.columns[2].align = table.columns[3].align = Align::kRight;
  return table;
}

Block omitted_list(const Document& document) {
  const auto text = [](const std::string& words) {
    Run run;
    run.text = words;
    return Runs{run};
  };
  if (document.omitted.empty()) return Paragraph{text("模板的各部分都有数据，没有略去的内容。")};
  List list;
  for (const auto& item : document.omitted) list.items.push_back(text(item));
  return list;
}

}  // namespace zhiheng::report

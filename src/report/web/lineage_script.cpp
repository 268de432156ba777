#include "report/web/lineage_script.h"

#include <fmt/format.h>

#include <map>
#include <unordered_map>

#include "base/markup.h"

namespace zhiheng::report::web {
namespace {

/// Every text once, in order of first use; the empty one is number 0.
class Pool {
 public:
  Pool() { id(""); }
  std::string id(const std::string& text) {
    const auto [at, is_new] = ids_.try_emplace(text, ids_.size());
    if (is_new) json_ += (json_.empty() ? "" : ",") + json_string(text);
    return std::to_string(at->second);
  }
  std::string id(const std::optional<Decimal>& value) {
    return id(value ? value->to_string() : std::string());
  }
  std::string json() const { return "[" + json_ + "]"; }

 private:
  std::unordered_map<std::string, size_t> ids_;
  std::string json_;
};

template <class Items, class Write>
std::string array(const Items& items, Write write) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? "," : "") + write(item);
  return out + "]";
}

std::string lineage(const Lineage& each, Pool& pool) {
  std::string out = "[";
  for (const std::string& id :
       {pool.id(each.definition), pool.id(each.title), pool.id(each.scope), pool.id(each.area),
        pool.id(each.year == 0 ? "" : std::to_string(each.year)), pool.id(each.unit), pool.id(each.method),
        pool.id(each.formula), pool.id(each.exact), pool.id(each.numerator), pool.id(each.denominator),
        pool.id(each.numerator_title), pool.id(each.denominator_title), pool.id(each.query),
        pool.id(each.owner), pool.id(each.status), pool.id(each.note), pool.id(each.published)}) {
    out += id + ",";
  }
  out += array(each.sources, [&](const std::string& text) { return pool.id(text); }) + ",";
  return out +
         array(each.inputs,
               [&](const LineageInput& input) {
                 return fmt::format("[{},{},{}]", pool.id(input.path), pool.id(input.sha256),
                                    pool.id(input.lines));
               }) +
         "]";
}

std::string finding(const Finding& each, Pool& pool) {
  return fmt::format("[{},{},{},{},{},{},{},{}]", pool.id(each.kind), pool.id(each.title),
                     pool.id(each.where), pool.id(each.published), pool.id(each.computed),
                     pool.id(each.difference), pool.id(each.note), each.within_rounding ? 1 : 0);
}

}  // namespace

std::string lineage_script(const Document& document) {
  Pool pool;
  std::map<std::string, size_t> places;
  for (const Lineage& each : document.lineages) places.try_emplace(each.id, places.size());
  const std::string lineages =
      array(document.lineages, [&](const Lineage& each) { return lineage(each, pool); });
  const std::string numbers = array(document.numbers, [&](const NumberRecord& each) {
    const auto at = places.find(each.lineage);
    const std::string certainty = each.certainty ? "," + pool.id(each.certainty->words) : "";
    return fmt::format("[{},{}{}]", at == places.end() ? -1 : static_cast<int>(at->second),
                       pool.id(each.unit), certainty);
  });
  std::map<size_t, std::vector<const Finding*>> by_lineage;
  for (const Finding& each : document.findings) {
    if (const auto at = places.find(each.lineage); at != places.end())
      by_lineage[at->second].push_back(&each);
  }
  const std::string findings = array(by_lineage, [&](const auto& each) {
    return fmt::format("[{},{}]", each.first,
                       array(each.second, [&](const Finding* one) { return finding(*one, pool); }));
  });
  return fmt::format("{{\"s\":{},\"l\":{},\"n\":{},\"f\":{}}}", pool.json(), lineages, numbers, findings);
}

}  // namespace zhiheng::report::web

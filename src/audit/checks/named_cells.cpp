#include "audit/checks/named_cells.h"

#include <algorithm>

#include "audit/checks/cell_match.h"
#include "audit/subject.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kBegin = 6;        // bytes of the two characters by which labels are looked up
constexpr size_t kMostAlike = 600;  // labels with one beginning; more are data, not words

/// 出院人数, 检查量: the last characters only say that something is counted.
void drop_counting(std::string& words) {
  static constexpr std::string_view kTails[] = {"数量", "总数", "总量", "人数", "户数", "家数", "件数",
                                                "台次", "批次", "起数", "台数", "次数", "处数", "项数",
                                                "例数", "宗数", "人次", "件次", "个数", "数",   "量"};
  static constexpr std::string_view kKept[] = {"指数", "系数", "倍数", "分数", "质量", "能量",
                                               "重量", "流量", "容量", "产量", "数量", "排放量"};
  if (ends_with_any(words, kKept)) return;
  for (const std::string_view tail : kTails) {
    if (!words.ends_with(tail) || words.size() < tail.size() + kBegin) continue;
    words.resize(words.size() - tail.size());
    return;
  }
}

}  // namespace

std::string label_key(std::string_view words, std::string_view region) {
  std::string key = core_of(words, region);
  for (const std::string_view mark : {"的", "“", "”", "、", "：", ":"}) {
    for (size_t at; (at = key.find(mark)) != key.npos;) key.erase(at, mark.size());
  }
  drop_counting(key);
  return key;
}

LabelIndex::LabelIndex(const std::vector<Book>& books) {
  keys_.resize(books.size());
  for (std::uint32_t b = 0; b < books.size(); ++b) {
    const std::string& region = books[b].statements.region;
    keys_[b].resize(books[b].tables.size());
    for (std::uint32_t t = 0; t < books[b].tables.size(); ++t) {
      const TableModel& table = books[b].tables[t];
      Keys& keys = keys_[b][t];
      keys.title = label_key(table.title, region);
      for (const Line& line : table.rows) keys.rows.push_back(label_key(line.subject, region));
      for (const Line& line : table.columns) keys.columns.push_back(label_key(line.subject, region));
    }
  }
  // Only now: the views must not move.
  for (std::uint32_t b = 0; b < books.size(); ++b) {
    for (std::uint32_t t = 0; t < keys_[b].size(); ++t) {
      const Keys& keys = keys_[b][t];
      for (std::uint32_t l = 0; l < keys.rows.size(); ++l) add(keys.rows[l], {b, t, l, true, 0, 0});
      for (std::uint32_t l = 0; l < keys.columns.size(); ++l) add(keys.columns[l], {b, t, l, false, 0, 0});
    }
  }
}

void LabelIndex::add(const std::string& key, LabelHit line) {
  if (key.size() < kBegin || is_generic(key)) return;
  auto& alike = by_begin_[std::string_view(key).substr(0, kBegin)];
  if (alike.size() < kMostAlike) alike.push_back(line);
}

std::vector<LabelHit> LabelIndex::hits(std::string_view words) const {
  std::vector<LabelHit> found;
  for (size_t at = 0; at + kBegin <= words.size(); ++at) {
    if ((static_cast<unsigned char>(words[at]) & 0xC0) == 0x80) continue;
    const auto alike = by_begin_.find(words.substr(at, kBegin));
    if (alike == by_begin_.end()) continue;
    for (LabelHit hit : alike->second) {
      const std::string& label = key(hit.book, hit.table, hit.line, hit.row);
      if (words.compare(at, label.size(), label) != 0) continue;
      hit.begin = at;
      hit.end = at + label.size();
      found.push_back(hit);
    }
  }
  return found;
}

}  // namespace zhiheng::audit

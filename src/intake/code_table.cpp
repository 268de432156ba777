#include "intake/code_table.h"

#include <array>
#include <bit>

#include "base/identifiers.h"

namespace zhiheng::intake {
namespace {

using Words = std::unordered_map<std::string, std::uint32_t>;

constexpr std::size_t kLongestWord = 512;

std::string folded(std::string_view text) {
  std::array<char, kLongestWord> buffer;
  return std::string(normalise_code(text, buffer));
}

/// Adds the titles that name one code only and are no word yet.
void add_titles(const catalog::CodeList& list, std::string catalog::Title::*language, Words& words) {
  Words found;
  for (std::uint32_t i = 0; i < list.codes.size(); ++i) {
    const std::string& word = list.codes[i].title.*language;
    if (word.empty()) continue;
    const auto [at, fresh] = found.try_emplace(word, i);
    if (!fresh && at->second != i) at->second = CodeTable::kNone;
  }
  for (const auto& [word, index] : found) {
    if (index != CodeTable::kNone) words.try_emplace(word, index);
  }
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t first = 0, last = 0;
  std::memcpy(&first, text.data(), 8);
  std::memcpy(&last, text.data() + text.size() - 8, 8);
  const std::uint64_t mixed = (first ^ std::rotl(last, 23) ^ text.size()) * 0x9E3779B97F4A7C15;
  return mixed ^ (mixed >> 32);
}

}  // namespace

CodeTable::CodeTable(const catalog::CodeList& list) {
  for (std::uint32_t i = 0; i < list.codes.size(); ++i) words_.try_emplace(list.codes[i].code, i);
  add_titles(list, &catalog::Title::zh, words_);
  add_titles(list, &catalog::Title::en, words_);
  const auto fold_in = [](Words& into, const std::string& word, std::uint32_t index) {
    const auto [at, fresh] = into.try_emplace(folded(word), index);
    if (!fresh && at->second != index) at->second = kNone;
  };
  for (std::uint32_t i = 0; i < list.codes.size(); ++i) fold_in(folded_, list.codes[i].code, i);
  Words titles;
  for (const auto& [word, index] : words_) fold_in(titles, word, index);
  folded_.insert(titles.begin(), titles.end());
  fill(words_);
}

void CodeTable::fill(const Words& words) {
  std::size_t shorts = 0;
  for (const auto& [word, index] : words) shorts += word.size() <= 8 ? 1 : 0;
  const std::size_t size = std::bit_ceil(4 * shorts + 2);
  short_shift_ = 64 - std::countr_zero(size);
  // Of some multipliers the one under which fewest words miss their own place: mostly none.
  constexpr int kTries = 64;
  std::uint64_t best = 0, candidate = 0x9E3779B97F4A7C15;
  std::size_t fewest = size + 1;
  for (int i = 0; i < kTries && fewest > 0;
       ++i, candidate = candidate * 6364136223846793005 + 1442695040888963407) {
    multiplier_ = candidate | 1;
    short_.assign(size, {});
    if (const std::size_t missed = fill_short(words); missed < fewest) fewest = missed, best = multiplier_;
  }
  multiplier_ = best;
  short_.assign(size, {});
  fill_short(words);
  long_.assign(std::bit_ceil(4 * (words.size() - shorts) + 2), {});
  for (const auto& [word, index] : words) {
    if (word.size() <= 8) continue;
    std::size_t at = hash_of(word) & (long_.size() - 1);
    while (!long_[at].text.empty()) at = (at + 1) & (long_.size() - 1);
    long_[at] = {word, index};
  }
}

std::size_t CodeTable::fill_short(const Words& words) {
  std::size_t missed = 0;
  for (const auto& [word, index] : words) {
    if (word.empty() || word.size() > 8) continue;
    const std::uint64_t key = load_tail(word.data(), word.data() + word.size(), word.size());
    std::size_t at = (key * multiplier_) >> short_shift_;
    for (; short_[at].key != 0; at = (at + 1) & (short_.size() - 1)) ++missed;
    short_[at] = {key, index};
  }
  return missed;
}

std::uint32_t CodeTable::find_long(std::string_view text) const {
  for (std::size_t at = hash_of(text) & (long_.size() - 1);; at = (at + 1) & (long_.size() - 1)) {
    if (long_[at].text == text) return long_[at].index;
    if (long_[at].text.empty()) return kNone;
  }
}

std::uint32_t CodeTable::find_folded(std::string_view cell) const {
  const auto found = folded_.find(folded(cell));
  return found == folded_.end() ? kNone : found->second;
}

}  // namespace zhiheng::intake

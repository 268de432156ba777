#include "flow/index.h"

#include <algorithm>

namespace zhiheng::flow {
namespace {

/// The number of a key, a new one where it has none yet.
template <typename Key>
std::uint32_t number_of(std::map<Key, std::uint32_t>& numbers, Key key, std::vector<CasePtr>& samples,
                        const CasePtr& one) {
  const auto [found, is_new] =
      numbers.try_emplace(std::move(key), static_cast<std::uint32_t>(samples.size()));
  if (is_new) samples.push_back(one);
  return found->second;
}

bool has_text(const Json& value, std::string_view text) {
  if (value.is_string()) return value.get_ref<const std::string&>().find(text) != std::string::npos;
  return value.is_structured() &&
         std::ranges::any_of(value, [&](const Json& item) { return has_text(item, text); });
}

}  // namespace

void CaseIndex::put(CasePtr one) {
  const auto [found, is_new] = row_of_.try_emplace(one->id, static_cast<std::uint32_t>(rows_.size()));
  if (is_new) {
    const std::uint32_t place = number_of(
        place_of_, Place{one->flow, one->unit.kind, one->unit.code, one->area, one->domain, one->by}, places_,
        one);
    rows_.push_back({.now = one, .place = place});
    of_subject_[one->subject].push_back(found->second);
  }
  Row& row = rows_[found->second];
  row.stage = number_of(stage_of_, Stage{one->flow, one->flow_version, one->state}, stages_, one);
  row.changed = ++changes_;
  row.now = std::move(one);
}

/// One query. What is the same for many rows is asked once.
class CaseIndex::Search {
 public:
  Search(const CaseIndex& index, const Query& query, const Definitions& definitions)
      : index_(index), query_(query), places_(index.places_.size(), kUnknown) {
    for (const CasePtr& sample : index.stages_) stages_.push_back(is_stage(*sample, definitions));
  }

  Page run() {
    if (query_.subject.empty())
      for (const Row& row : index_.rows_) look_at(row);
    else
      look_at_subjects();
    return page();
  }

 private:
  static constexpr char kUnknown = 2;

  void look_at_subjects() {
    const auto& subjects = index_.of_subject_;
    for (auto at = subjects.lower_bound(query_.subject); at != subjects.end(); ++at) {
      const bool fits =
          query_.subject_begins ? at->first.starts_with(query_.subject) : at->first == query_.subject;
      if (!fits) break;
      for (const std::uint32_t row : at->second) look_at(index_.rows_[row]);
    }
  }

  void look_at(const Row& row) {
    if (stages_[row.stage] == 0) return;
    char& place = places_[row.place];
    if (place == kUnknown) place = is_place(*index_.places_[row.place]) ? 1 : 0;
    if (place == 0 || !is_said(*row.now)) return;
    found_.emplace_back(row.changed, static_cast<std::uint32_t>(&row - index_.rows_.data()));
  }

  char is_stage(const Case& sample, const Definitions& definitions) const {
    if (!query_.flow.empty() && sample.flow != query_.flow) return 0;
    if (!query_.state.empty() && sample.state != query_.state) return 0;
    if (!query_.open_only) return 1;
    const Definition* definition = definitions.find(sample.flow, sample.flow_version);
    const flow::Stage* stage = definition == nullptr ? nullptr : definition->state(sample.state);
    return stage == nullptr || !stage->closed ? 1 : 0;
  }

  bool is_place(const Case& sample) const {
    return (query_.by.empty() || sample.by == query_.by) &&
           (query_.unit.empty() || sample.unit == query_.unit) && (!query_.visible || query_.visible(sample));
  }

  bool is_said(const Case& one) const {
    const std::string& text = query_.text;
    return text.empty() || one.id.find(text) != std::string::npos ||
           one.subject.find(text) != std::string::npos || has_text(one.fields, text);
  }

  Page page() {
    Page out;
    out.total = found_.size();
    const std::size_t begin = std::min(query_.offset, found_.size());
    const std::size_t end = begin + std::min(query_.count, found_.size() - begin);
    const auto at = [&](std::size_t n) { return found_.begin() + static_cast<std::ptrdiff_t>(n); };
    std::ranges::nth_element(found_, at(begin), std::greater());
    std::ranges::partial_sort(at(begin), at(end), found_.end(), std::greater());
    for (auto one = at(begin); one != at(end); ++one) out.items.push_back(index_.rows_[one->second].now);
    return out;
  }

  const CaseIndex& index_;
  const Query& query_;
  std::vector<char> stages_, places_;  // whether each of the index fits
  std::vector<std::pair<std::uint64_t, std::uint32_t>> found_;
};

Page CaseIndex::list(const Query& query, const Definitions& definitions) const {
  return Search(*this, query, definitions).run();
}

}  // namespace zhiheng::flow

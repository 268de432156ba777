#include "flow/index.h"

#include <algorithm>
#include <cstring>

namespace zhiheng::flow {
namespace {

void lower(std::string& text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

void add_texts(std::string& out, const Json& value) {
  if (value.is_string())
    out.append("\n").append(value.get_ref<const std::string&>());
  else if (value.is_structured())
    for (const Json& item : value) add_texts(out, item);
}

std::string text_of(const Case& one) {
  std::string out = one.id + "\n" + one.subject;
  add_texts(out, one.fields);
  lower(out);
  return out;
}

}  // namespace

void CaseIndex::put(CasePtr one) {
  const auto [found, is_new] = row_of_.try_emplace(one->id, static_cast<std::uint32_t>(rows_.size()));
  if (is_new) {
    const auto [place, is_new_place] = place_of_.try_emplace(
        Place{one->flow, one->flow_version, one->unit.kind, one->unit.code, one->area, one->domain, one->by},
        static_cast<std::uint32_t>(places_.size()));
    if (is_new_place) places_.push_back(found->second);
    rows_.push_back({.now = {}, .place = place->second});
    texts_.emplace_back();
    of_subject_[one->subject].push_back(found->second);
  }
  const auto [stage, is_new_stage] = stage_of_.try_emplace(Stage{one->flow, one->flow_version, one->state},
                                                           static_cast<std::uint32_t>(stages_.size()));
  if (is_new_stage) stages_.push_back(stage->first);
  Row& row = rows_[found->second];
  row.stage = stage->second;
  row.changed = ++changes_;
  texts_[found->second] = text_of(*one);
  row.now = std::move(one);
}

/// One query. What is the same for many rows is asked once.
class CaseIndex::Search {
 public:
  Search(const CaseIndex& index, const Query& query, const Definitions& definitions)
      : index_(index), query_(query), text_(query.text), places_(index.places_.size(), kUnknown) {
    for (const Stage& stage : index.stages_) stages_.push_back(is_stage(stage, definitions) ? 1 : 0);
    lower(text_);
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
    if (place == kUnknown) place = is_place(*index_.rows_[index_.places_[row.place]].now) ? 1 : 0;
    const auto number = static_cast<std::uint32_t>(&row - index_.rows_.data());
    if (place != 0 && has_text(index_.texts_[number])) found_.emplace_back(row.changed, number);
  }

  bool is_stage(const Stage& stage, const Definitions& definitions) const {
    const auto& [flow, version, state] = stage;
    if (!query_.flow.empty() && flow != query_.flow) return false;
    if (!query_.state.empty() && state != query_.state) return false;
    if (!query_.open_only) return true;
    const Definition* definition = definitions.find(flow, version);
    const flow::Stage* found = definition == nullptr ? nullptr : definition->state(state);
    return found == nullptr || !found->closed;
  }

  bool is_place(const Case& sample) const {
    return (query_.by.empty() || sample.by == query_.by) &&
           (query_.unit.empty() || sample.unit == query_.unit) && (!query_.visible || query_.visible(sample));
  }

  /// memmem: in Chinese every second byte is the first of a character, where std::string::find stops.
  bool has_text(const std::string& text) const {
    return text_.empty() || ::memmem(text.data(), text.size(), text_.data(), text_.size()) != nullptr;
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
  std::string text_;
  std::vector<char> stages_, places_;  // whether each of the index fits
  std::vector<std::pair<std::uint64_t, std::uint32_t>> found_;
};

Page CaseIndex::list(const Query& query, const Definitions& definitions) const {
  return Search(*this, query, definitions).run();
}

}  // namespace zhiheng::flow
